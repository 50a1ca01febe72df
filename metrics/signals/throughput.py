"""What C1, C3 and D1 share: the team's completions as the forecast knows them."""

from datetime import UTC, date, datetime

import numpy as np

from metrics.forecasting import CountForecast, forecast_count
from metrics.forecasting import History as Completions
from metrics.reports.history import History, Sprint

SEED = 20


def completions(history: History, until: date | None = None) -> Completions:
    """Return the team's completions a day, bulk closes left out, before the day."""
    days = [day_of(moment) for moment in np.sort(history.done.done).tolist()]
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
