"""A team's past, forecast again at every point with only what was known then.

Gives a team with an imported history its recalibration on the first day, and the backtest its
forecasts: both walk through here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from numerics.contracts import Flag, Instance, Maybe, takes, unchecked
from numerics.forecasting.count import DRAWS, HISTORY, SEED, SEVERAL, count_draws, stretches
from numerics.forecasting.history import LEAST_WEEKS, History
from numerics.forecasting.levels import past_stretches
from numerics.forecasting.points import DELIVERED, LEAST_SPRINTS, points_draws
from numerics.forecasting.ranges import CountForecast, Draws
from numerics.forecasting.recalibration import Recalibration
from numerics.forecasting.refusal import NotEnoughHistory

__all__ = ["EVERY", "Replayed", "recalibrated", "replay", "replay_points", "warm_up"]

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

    @takes(recalibration=Instance(Recalibration))
    def as_forecast(self, recalibration: Recalibration) -> CountForecast:
        """Return the forecast as it was, or would have been.

        Parameters
        ----------
        recalibration : Recalibration
            What was known of misses when it was issued.

        Returns
        -------
        CountForecast
            With the same draws.
        """
        return CountForecast(draws=self.draws, n=self.n, recalibration=recalibration)


@takes(history=HISTORY, days=SEVERAL, seed=SEED, with_bulk=Flag(), draws=SEVERAL)
def replay(
    history: History,
    days: int,
    *,
    seed: int,
    with_bulk: bool = False,
    draws: int = DRAWS,
) -> Iterator[Replayed]:
    """Forecast the past again, once every fortnight, each time with what was known then.

    Parameters
    ----------
    history : History
        What the team finished day by day.
    days : int
        How far each forecast looks ahead.
    seed : int
        The same inputs and seed give the same forecast.
    with_bulk : bool
        Whether bulk closes count as outcomes too; a forecast never learns from them.
    draws : int
        The possible futures to draw for each.

    Yields
    ------
    Replayed
        A forecast with its outcome, the oldest first; where history was too short for one, none.

    Examples
    --------
    >>> import numpy as np
    >>> past = list(replay(History(np.ones(140, dtype=int)), 14, seed=20, draws=100))
    >>> [one.issued for one in past], {one.outcome for one in past}
    ([42, 56, 70, 84, 98, 112, 126], {14.0})
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


@takes(delivered=DELIVERED, sprints=SEVERAL, seed=SEED, draws=SEVERAL)
def replay_points(
    delivered: Sequence[float], sprints: int, *, seed: int, draws: int = DRAWS
) -> Iterator[Replayed]:
    """Forecast a team's past sprints again, each time with what was known then.

    Parameters
    ----------
    delivered : sequence of float
        The points of each sprint, oldest first.
    sprints : int
        How many sprints each forecast looks ahead.
    seed : int
        The same inputs and seed give the same forecast.
    draws : int
        The possible futures to draw for each.

    Yields
    ------
    Replayed
        A forecast with its outcome, the oldest first; where history was too short for one, none.

    Examples
    --------
    >>> past = replay_points([20.0, 25.0, 18.0, 22.0, 21.0, 30.0], 1, seed=1, draws=100)
    >>> [(one.issued, one.outcome) for one in past]
    [(4, 21.0), (5, 30.0)]
    """
    for known in range(LEAST_SPRINTS, len(delivered) - sprints + 1):
        try:
            futures = points_draws(delivered[:known], sprints, seed=seed, draws=draws)
        except NotEnoughHistory:
            continue
        outcome = float(sum(delivered[known : known + sprints]))
        n = past_stretches(known, sprints)
        yield Replayed(known, known + sprints, n, futures, outcome, sprints)


@takes(past=Instance(Iterable), start=Maybe(Instance(Recalibration)))
def recalibrated(
    past: Iterable[Replayed], start: Recalibration | None = None
) -> Iterator[tuple[CountForecast, Replayed]]:
    """Walk through forecasts as they would have been issued, learning from each that resolves.

    Parameters
    ----------
    past : iterable of Replayed
        A `replay`, or a `replay_points`.
    start : Recalibration, optional
        What was learned before.

    Yields
    ------
    forecast : CountForecast
        With the recalibration that was known when it was issued.
    replayed : Replayed
        What it was made of, and its outcome.

    Examples
    --------
    >>> past = replay_points([20.0, 25.0, 18.0, 22.0, 21.0, 30.0], 1, seed=1, draws=100)
    >>> [forecast.recalibration.resolved for forecast, _ in recalibrated(past)]
    [0, 1]
    """
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
    after = unchecked(Recalibration.after)
    for forecast, one in waiting:
        if one.resolved <= now:
            state = after(state, forecast.intervals, one.outcome, spans=one.spans)
    return state, [pair for pair in waiting if pair[1].resolved > now]


@takes(past=Instance(Iterable))
def warm_up(past: Iterable[Replayed]) -> Recalibration:
    """Return the recalibration a team would have today, had it forecast all along.

    Parameters
    ----------
    past : iterable of Replayed
        A `replay` of its history, or `replay_points` of its sprints.

    Returns
    -------
    Recalibration
        After all outcomes.

    Notes
    -----
    Adaptive conformal inference [1]_.

    References
    ----------
    .. [1] Gibbs, I. and Candès, E. (2021). Adaptive conformal inference under distribution shift.
       Advances in Neural Information Processing Systems 34, 1660-1672.

    Examples
    --------
    >>> past = replay_points([20.0, 25.0, 18.0, 22.0, 21.0, 30.0], 1, seed=1, draws=100)
    >>> warm_up(past).resolved
    2
    """
    state, after = Recalibration(), unchecked(Recalibration.after)
    for forecast, one in recalibrated(past):
        state = after(state, forecast.intervals, one.outcome, spans=one.spans)
    return state
