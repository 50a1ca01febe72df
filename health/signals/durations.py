"""What B1 and B2 share: how long stories took, and how old those in progress are."""

from dataclasses import dataclass

import numpy as np

from health.history.arrays import Stories
from health.history.history import History
from numerics.statistics.interval import Floats
from numerics.statistics.resampling import RESAMPLES, block_weights, widening
from numerics.statistics.survival import (
    DONE,
    DROPPED,
    OPEN,
    Survival,
    fit,
    prediction_bound,
    quantile_draws,
)

WEEKS = 13
LEAST_BLOCKS = 4


@dataclass(frozen=True)
class Durations:
    """Stories started in the last 13 weeks with the working days until their end, or until now."""

    stories: Stories
    days: Floats
    ends: np.ndarray
    finished: Stories  # done in the window, whenever started
    sle: float | None

    @property
    def curve(self) -> Survival:
        return fit(self.days, self.ends)

    def weights(self, history: History, rng: np.random.Generator, resamples: int) -> Floats:
        """Return weights (resamples, stories) of a bootstrap over sprints, or over stories."""
        block = blocks_of(history, self.stories.started)
        return block_weights(int(block.max()) + 1, rng, resamples)[:, block]


def blocks_of(history: History, moments: Floats) -> np.ndarray:
    """Return each moment's sprint, counted from nought; where these are few each is its own."""
    _, block = np.unique(history.round_of(moments), return_inverse=True)
    if block.size and block.max() + 1 >= LEAST_BLOCKS:
        return block
    return np.arange(block.size)


def quantile_of_blocks(
    days: Floats, ends: np.ndarray, q: float, block: np.ndarray, rng: np.random.Generator
) -> tuple[float, Floats]:
    """Return the quantile and its draws over blocks, widened in proportion as these are few."""
    value, blocks = fit(days, ends).quantile(q), int(block.max()) + 1
    draws = quantile_draws(days, ends, q, block_weights(blocks, rng, RESAMPLES)[:, block])
    if not 0 < value < np.inf:
        return value, draws
    return value, value * (draws / value) ** widening(blocks)


def durations(history: History) -> Durations:
    stories, since = sound(history), history.as_of - WEEKS * 7 * 86_400
    started = stories.where(stories.started > since)
    ends = np.where(
        ~np.isnan(started.done), DONE, np.where(~np.isnan(started.dropped), DROPPED, OPEN)
    )
    until = np.fmin(
        np.where(ends == OPEN, history.as_of, np.fmax(started.done, started.dropped)), history.as_of
    )
    finished = history.done.where((history.done.done > since) & ~np.isnan(history.done.cycle))
    return Durations(
        stories=started,
        days=history.working_days(started.started, until),
        ends=ends,
        finished=finished,
        sle=prediction_bound(finished.cycle),
    )


def sound(history: History) -> Stories:
    """Those that weren't closed in bulk and didn't end before they began."""
    told = history.stories
    return told.where(~told.bulk & ~(told.done < told.started) & ~(told.dropped < told.started))


def in_progress(history: History) -> Stories:
    """Everything started that hasn't ended; going back to to do doesn't make it young again."""
    stories = history.stories
    return stories.where(
        ~np.isnan(stories.started) & np.isnan(stories.done) & np.isnan(stories.dropped)
    )
