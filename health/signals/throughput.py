"""What C1, C3 and D1 share: the team's completions as the forecast knows them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np

from health.history.arrays import Sprint
from health.history.history import History
from numerics.forecasting import CountForecast, forecast_count
from numerics.forecasting import History as Completions

SEED = 20
LEAST_CHANCE = 0.35  # of keeping all of a plan; under it stories have to be cut


@dataclass(frozen=True)
class Plan:
    """What is frozen in the running sprints, and the forecast for them as at their kickoff."""

    sprints: list[Sprint]
    frozen: int
    forecast: CountForecast

    @property
    def chance(self) -> float:
        return self.forecast.chance_of_at_least(self.frozen)

    @property
    def advised(self) -> int:
        """Return how many to freeze: what half of the futures finish, or all, if it may hold."""
        if self.chance >= LEAST_CHANCE:
            return self.frozen
        return max(1, min(self.frozen - 1, round(self.forecast.median)))


def running_plan(history: History) -> Plan | None:
    """Return the plan of the running sprints, with the capacity the team has in them.

    Raises NotEnoughHistory; None if nothing is frozen.
    """
    sprints = []
    for sprint in history.running:
        if sprint.committed:
            sprints.append(sprint)
    if not sprints:
        return None
    frozen = sum(sprint.committed or 0 for sprint in sprints)
    forecast = sprint_forecast(history, sprints, kickoff_of(sprints), history.capacity)
    return Plan(sprints, frozen, forecast)


def kickoff_of(sprints: list[Sprint]) -> date:
    return min(day_of(sprint.kicked_off) for sprint in sprints)


def completions(history: History, until: date | None = None) -> Completions:
    """Return the team's completions a day, bulk closes left out, before the day."""
    days = []
    for moment in np.sort(history.done.done).tolist():
        days.append(day_of(moment))
    return Completions.from_dates(days, until=until or day_of(history.as_of))


def sprint_forecast(
    history: History, sprints: list[Sprint], until: date | None = None, capacity: float = 1.0
) -> CountForecast:
    """Forecast a sprint as long as the longest of these, from what was done before the day."""
    days, known = longest(sprints), completions(history, until)
    return forecast_count(known, days, seed=SEED, capacity=capacity)


def longest(sprints: list[Sprint]) -> int:
    """Return how many days the longest of the sprints has."""
    return max((one.ends_on - one.starts_on).days + 1 for one in sprints)


def day_of(moment: float) -> date:
    return datetime.fromtimestamp(moment, UTC).date()
