"""Tests of the same change that were there to choose from, each on the same history."""

import numpy as np

from benchmarks.invented.arrays import Reader
from benchmarks.invented.trials import FOLLOWED, LYING, RETURNS, SLOWER, SPRINTS, Trial
from health.history.history import History
from health.signals import cycle_time, flow_balance, follow_through
from health.signals.catalogue import BY_KEY
from numerics.statistics.pace import duration_pace_change
from numerics.statistics.rates import rate_ratio_change
from numerics.statistics.trends import (
    BEFORE,
    JUDGED,
    RECENT,
    Change,
    duration_change,
    permuted_change,
    pooled_ratios,
    share_change,
)

TEN = RECENT + BEFORE
Test = tuple[str, str]  # the signal and what the test is called
PLANTED = {"A2": (RETURNS,), "B1": (SLOWER, LYING), "B3": (LYING,), "E1": (FOLLOWED,)}


def judged(trial: Trial) -> dict[Test, float]:
    """Return each test's p-value in the third report, by signal and the test's name."""
    history = Reader(trial.told()).history(trial.first + SPRINTS - 1)
    found = {**_returns(history), **_durations(history), **_flow(history), **_actions(history)}
    judged = {}
    for (key, name), change in found.items():
        if change:
            judged[(key, name)] = change.p_weighed(BY_KEY[key].worse)
    return judged


def _returns(history: History) -> dict[Test, Change | None]:
    done = history.done.where(~np.isnan(history.done.returned))
    hits, sizes = history.by_round(done.done, done.returned), history.by_round(done.done)
    return {
        ("A2", "ten sprints to compare with"): share_change(hits[-TEN:], sizes[-TEN:]),
        ("A2", "up to twenty"): share_change(hits, sizes),
    }


def _durations(history: History) -> dict[Test, Change | None]:
    edges = history.rounds
    finished = cycle_time._samples(history)
    return {
        ("B1", "durations of finished stories, up to twenty"): duration_change(finished),
        ("B1", "log-rank of all stories, ten"): duration_pace_change(
            cycle_time._lives(history, edges[-TEN - 1 :])
        ),
        ("B1", "log-rank of all stories, up to twenty"): duration_pace_change(
            cycle_time._lives(history, edges)
        ),
    }


def _flow(history: History) -> dict[Test, Change | None]:
    stories = history.stories.where(~history.stories.bulk)
    moments = stories.started, flow_balance._ended(stories)
    starts, ends = (history.by_round(one)[-JUDGED:] for one in moments)
    recent, others = (np.log(one) for one in pooled_ratios(starts, ends, least=0.5))
    return {
        ("B3", "sprints permuted"): permuted_change(0.0, recent - others),
        ("B3", "three sprints in a row against those before"): rate_ratio_change(starts, ends),
    }


def _actions(history: History) -> dict[Test, Change | None]:
    within, edges = 2 * cycle_time.sprint_length(history), history.rounds
    return {
        ("E1", "ten sprints to compare with"): follow_through._change(
            history, edges[-TEN - 1 :], within
        ),
        ("E1", "up to twenty"): follow_through._change(history, edges, within),
    }
