from datetime import timedelta

import numpy as np
from numpy.random import Generator

from metrics.forecasting import History as Completions
from metrics.forecasting import recalibrated, replay
from metrics.forecasting.scores import crps
from metrics.reports.history import History
from metrics.signals.measurement import Evidence, Measurement, Range, judged, too_little
from metrics.signals.signal import Signal
from metrics.signals.throughput import SEED, completions, day_of
from metrics.signals.words import percent, percents
from metrics.statistics.interval import Floats, Interval, of_draws
from metrics.statistics.proportions import chance_above, wilson
from metrics.statistics.resampling import block_weights

LEAST, LEVEL, DAYS = 13, 0.85, 14
TOLERATED = 0.70  # under this an 85 % range isn't one any more
RIVAL_DAYS = 84
DRAWS = 500


def measure(history: History, rng: Generator) -> Measurement:
    past = completions(history)
    pairs = list(recalibrated(replay(past, DAYS, seed=SEED, draws=DRAWS)))
    n = len(pairs)
    if n < LEAST:
        return too_little(n, f"It needs {LEAST} forecasts whose day has come; there are {n}.")
    ranges = [forecast.intervals for forecast, _ in pairs]
    outcomes = [one.outcome for _, one in pairs]
    held = [bounds[LEVEL].holds(y) for bounds, y in zip(ranges, outcomes, strict=True)]
    hits = sum(held)
    interval = wilson(hits, n)
    well = chance_above(TOLERATED, hits, n)
    skill, spread = _skill(past, pairs, rng)
    return Measurement(
        state=judged(well if interval.high >= LEVEL else 0.0, 1 - well),
        n=n,
        value=hits / n,
        interval=interval,
        range=Range(TOLERATED, 1.0, "the promised 85 % within reach; under 70 % it isn't one"),
        chance_healthy=well,
        chance_attention=1 - well,
        says=f"Replayed over the past, the 85 % ranges for two weeks held {hits} of {n} times: "
        f"{percent(hits / n)} ({percents(interval.low, interval.high)}).",
        action=_action(hits, n),
        notes=("Each forecast is replayed with only what was known on its day.",),
        figures={
            "held_50": float(
                np.mean([b[0.5].holds(y) for b, y in zip(ranges, outcomes, strict=True)])
            ),
            "held_95": float(
                np.mean([b[0.95].holds(y) for b, y in zip(ranges, outcomes, strict=True)])
            ),
            "skill": skill,
            "skill_low": spread.low,
            "skill_high": spread.high,
        },
        evidence=(_evidence(history, past, pairs, held),),
    )


def _skill(past: Completions, pairs, rng: Generator) -> tuple[float, Interval]:
    """Return 1 - CRPS over that of the common bootstrap of days, with a bootstrap of forecasts."""
    ours = np.array([crps(one.draws, one.outcome) for _, one in pairs])
    theirs = np.array([crps(_rival(past, one.issued, rng), one.outcome) for _, one in pairs])
    weights = block_weights(len(pairs), rng)
    draws = 1 - (weights @ ours) / np.maximum(weights @ theirs, 1e-9)
    return float(1 - ours.sum() / max(theirs.sum(), 1e-9)), of_draws(draws)


def _rival(past: Completions, day: int, rng: Generator) -> Floats:
    """The futures that resampling the days of the last twelve weeks gives, sorted."""
    days = past.flow[max(0, day - RIVAL_DAYS) : day]
    return np.sort(rng.choice(days, (DRAWS, DAYS)).sum(axis=1)).astype(float)


def _action(hits: int, n: int) -> str:
    if hits / n < TOLERATED:
        return (
            f"Ranges held {hits} of {n} times; they are being widened. Don't promise by them yet."
        )
    return f"Ranges held {hits} of {n} times. Plan by them."


def _evidence(history: History, past: Completions, pairs, held) -> Evidence:
    first = day_of(history.as_of) - timedelta(days=len(past.days))
    rows = [
        {
            "id": place,
            "issued": (first + timedelta(days=one.issued)).isoformat(),
            "low": forecast.intervals[LEVEL].low,
            "high": forecast.intervals[LEVEL].high,
            "outcome": one.outcome,
            "held": bool(hit),
        }
        for place, ((forecast, one), hit) in enumerate(zip(pairs, held, strict=True))
    ]
    return Evidence.of("Two-week forecasts and what came, newest first.", rows[::-1], "forecast")


SIGNAL = Signal(
    key="C3",
    name="Forecast calibration",
    unit="share",
    question="Do the ranges we forecast with hold as often as they say?",
    definition=(
        "The share of past two-week forecasts whose 85 % range held what came. Beside it the 50 % "
        "and 95 % ranges, and by how much the forecast beats resampling the days of the last "
        "twelve weeks (CRPS skill)."
    ),
    window="a forecast every fortnight of the last 60 weeks",
    sample=f"at least {LEAST} forecasts whose day has come",
    interval="90 %, Wilson; the skill by a bootstrap of forecasts",
    range="70 % or more, with 85 % inside the interval or under it",
    gaming="A forecast is made from the history alone; nobody can adjust it afterwards.",
    limits="Ranges learn from their misses, slowly: 3 % of the promise a miss.",
    measure=measure,
    about_people=False,
)
