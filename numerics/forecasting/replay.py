"""A team's past, forecast again at every point with only what was known then.

Gives a team with an imported history its recalibration on the first day, and the backtest its
forecasts: both walk through here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from numerics.forecasting.count import DRAWS, count_draws, stretches
from numerics.forecasting.history import LEAST_WEEKS, History
from numerics.forecasting.levels import past_stretches
from numerics.forecasting.points import LEAST_SPRINTS, points_draws
from numerics.forecasting.ranges import CountForecast, Draws
from numerics.forecasting.recalibration import Recalibration
from numerics.forecasting.refusal import NotEnoughHistory

EVERY = 14


@dataclass(frozen=True, eq=False)
class Replayed:
    """One forecast of the past and what came of it.

    ``issued`` and ``resolved`` are positions in the series (days or sprints from its start),
    ``n`` the past stretches known when it was issued, ``spans`` as in ``Recalibration.after``.
    """

    issued: int
    resolved: int
    n: int
    draws: Draws
    outcome: float
    spans: float

    def as_forecast(self, recalibration: Recalibration) -> CountForecast:
        return CountForecast(draws=self.draws, n=self.n, recalibration=recalibration)


def replay(
    history: History,
    days: int,
    *,
    seed: int,
    with_bulk: bool = False,
    draws: int = DRAWS,
) -> Iterator[Replayed]:
    """Forecasts of ``days`` days, one every fortnight, each with its outcome.

    ``with_bulk`` counts bulk closes as outcomes too; a forecast never learns from them.
    """
    happened = history.days if with_bulk else history.flow
    for day in range(7 * LEAST_WEEKS, len(history.days) - days + 1, EVERY):
        known = history.before(day)
        try:
            futures = count_draws(known, days, seed=seed, draws=draws)
        except NotEnoughHistory:
            continue
        outcome = float(happened[day : day + days].sum())
        yield Replayed(day, day + days, stretches(known, days), futures, outcome, days / EVERY)


def replay_points(
    delivered: Sequence[float], sprints: int, *, seed: int, draws: int = DRAWS
) -> Iterator[Replayed]:
    """Forecasts of the next ``sprints`` sprints after each of a team's, with their outcomes."""
    for known in range(LEAST_SPRINTS, len(delivered) - sprints + 1):
        try:
            futures = points_draws(delivered[:known], sprints, seed=seed, draws=draws)
        except NotEnoughHistory:
            continue
        outcome = float(sum(delivered[known : known + sprints]))
        n = past_stretches(known, sprints)
        yield Replayed(known, known + sprints, n, futures, outcome, sprints)


def recalibrated(
    past: Iterable[Replayed], start: Recalibration | None = None
) -> Iterator[tuple[CountForecast, Replayed]]:
    """Each forecast with the recalibration that was known when it was issued."""
    state, waiting = start or Recalibration(), list[tuple[CountForecast, Replayed]]()
    for one in past:
        state, waiting = settle(state, waiting, one.issued)
        forecast = one.as_forecast(state)
        waiting.append((forecast, one))
        yield forecast, one


def settle(
    state: Recalibration, waiting: list[tuple[CountForecast, Replayed]], now: int
) -> tuple[Recalibration, list[tuple[CountForecast, Replayed]]]:
    """Learn from the forecasts resolved by ``now``; the others go on waiting."""
    for forecast, one in waiting:
        if one.resolved <= now:
            state = state.after(forecast.intervals, one.outcome, spans=one.spans)
    return state, [pair for pair in waiting if pair[1].resolved > now]


def warm_up(past: Iterable[Replayed]) -> Recalibration:
    """The recalibration a team would have today, had it forecast all along.

    ``past`` is a ``replay`` of its history, or ``replay_points`` of its sprints.
    """
    state = Recalibration()
    for forecast, one in recalibrated(past):
        state = state.after(forecast.intervals, one.outcome, spans=one.spans)
    return state
