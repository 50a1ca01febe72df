"""Figures over many series, with intervals that treat a series as one observation."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 2_000
LEAST_SERIES = 3


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval by bootstrap over series; None where nothing is known."""

    value: float | None = None
    low: float | None = None
    high: float | None = None

    def as_json(self) -> dict[str, float | None]:
        return {"value": rounded(self.value), "low": rounded(self.low), "high": rounded(self.high)}


def rounded(value: float | np.floating | None) -> float | None:
    return None if value is None else round(float(value), 5)


def share(numerators: Sequence[float], denominators: Sequence[float], seed: int) -> Estimate:
    """Sum over sum, both given per series; resampling series resamples both together.

    Forecasts of one series are alike, so counting each as an observation would promise too much.
    Without an interval under three series.
    """
    top, bottom = np.asarray(numerators, dtype=float), np.asarray(denominators, dtype=float)
    top, bottom = top[bottom > 0], bottom[bottom > 0]
    if not len(bottom):
        return Estimate()
    value = float(top.sum() / bottom.sum())
    if len(bottom) < LEAST_SERIES:
        return Estimate(value)
    # Places, not values: what stands above and below the line of a series is drawn together.
    drawn = np.random.default_rng(seed).integers(len(top), size=(RESAMPLES, len(top)))
    low, high = np.percentile(top[drawn].sum(1) / bottom[drawn].sum(1), [2.5, 97.5])
    return Estimate(value, float(low), float(high))


def average(values: Sequence[float], seed: int) -> Estimate:
    """The mean over series, each counting once."""
    return share(values, np.ones(len(values)).tolist(), seed)


def skill(ours: Sequence[float], theirs: Sequence[float], seed: int) -> Estimate:
    """How much smaller our score is than theirs: 1 minus the geometric mean of the ratios.

    One score per series. Ratios first, so that a project of 200 stories a fortnight doesn't drown
    one of ten. A series where either score is nought is left out.
    """
    pairs = [(a, b) for a, b in zip(ours, theirs, strict=True) if a > 0 and b > 0]
    logs = average([float(np.log(a / b)) for a, b in pairs], seed)
    if logs.value is None:
        return logs
    turned = (1 - np.exp(x) if x is not None else None for x in (logs.value, logs.high, logs.low))
    return Estimate(*turned)
