"""B3's blocked and A3's waiting share: whole sprints are resampled, and the own limits told."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.invented.arrays import Reader
from benchmarks.invented.trials import CHANGE, quiet
from health.history.arrays import Waits
from health.signals import boundary_wait, flow_balance
from numerics.statistics.limits import natural_limits
from tests.present import present


@pytest.fixture(scope="module")
def told():
    return Reader(quiet(11, 1)[0].told()).history(CHANGE)


def measured(signal, history):
    return signal.measure(history, np.random.default_rng(1))


def blocked(history, days_of):
    """The history in which those that are done were blocked for so many days, by sprint."""
    ended = history.round_of(history.stories.done)
    days = np.where(np.isnan(history.stories.done), 0.0, days_of(ended))
    nothing = np.full(len(history.stories), np.nan)
    return replace(history, stories=replace(history.stories, blocked_days=days, blocked=nothing))


def first_sprints(history, sprints):
    return replace(history, sprints=history.sprints[-sprints:])


def test_sprints_alike_are_sure_and_one_blocked_sprint_tells_little_of_the_next(told):
    ended = np.fmin(np.fmax(told.stories.done, told.stories.dropped), told.as_of)
    tenth = 0.1 * np.nan_to_num(told.working_days(told.stories.started, ended))
    alike = blocked(told, lambda ended: 0.0)
    alike = replace(alike, stories=replace(alike.stories, blocked_days=tenth))
    even = measured(flow_balance, alike).figures
    assert (even["blocked_low"], even["blocked_high"]) == (pytest.approx(0.1), pytest.approx(0.1))
    late = told.closed_rounds - 2
    once = measured(flow_balance, blocked(told, lambda ended: 2.0 * (ended == late))).figures
    assert once["blocked_low"] == 0
    assert once["blocked_high"] > 2.5 * once["blocked_share"]


def test_the_blocked_share_is_told_beside_the_teams_own_limits_and_not_judged(told):
    history = blocked(told, lambda ended: 0.2 * (1 + ended % 3))
    found, stories = measured(flow_balance, history), history.stories
    shares = []
    for start, end in zip(history.rounds[:-1], history.rounds[1:], strict=True):
        ended = np.fmax(stories.done, stories.dropped)
        own = stories.where((ended > start) & (ended <= end) & ~stories.bulk)
        own = own.where(~np.isnan(own.started))
        until = np.fmax(own.done, own.dropped)
        shares.append(own.blocked_days.sum() / history.working_days(own.started, until).sum())
    judged = int(np.sum(history.rounds[1:] > history.as_of - 56 * 86_400))
    limits = present(natural_limits(np.array(shares[:-judged])))
    assert found.figures["blocked_usual_high"] == pytest.approx(limits.high)
    assert found.figures["blocked_usual_low"] == pytest.approx(max(0, limits.low))
    assert "own limits (XmR). The state is judged by what starts and ends" in found.notes[1]
    much = measured(flow_balance, blocked(told, lambda ended: 0.2 + 3.0 * (ended > 20)))
    assert much.figures["blocked_share"] > found.figures["blocked_share"]
    assert much.state == found.state


def waiting(history, days):
    """The history in which each story that was done waited so many days, from its start on."""
    done = history.done
    handed = done.done - 10 * 86_400
    to = np.full(len(done), "science")
    return replace(history, waits=Waits(done.id, handed, handed + days(done) * 86_400, to))


def test_the_waiting_share_is_told_beside_the_teams_own_limits(told):
    history = waiting(told, lambda done: 0.3 + 0.2 * (history_round(told, done) % 2))
    found, done = measured(boundary_wait, history), history.done
    length = history.working_days(history.waits.handed, history.waits.taken_up)
    known = ~np.isnan(done.cycle)
    shares = [
        length[own].sum() / done.cycle[own].sum()
        for place in range(history.closed_rounds)
        if (own := known & (history.round_of(done.done) == place)).any()
    ]
    limits = present(natural_limits(np.array(shares[:-6])))
    assert found.figures["share_usual_high"] == pytest.approx(limits.high)
    assert found.figures["share_of_cycle_time"] > 0
    assert "its own limits (XmR). The state is judged by the working day" in found.notes[-1]


def history_round(history, done):
    return history.round_of(done.done)


def test_under_ten_sprints_it_is_said_when_the_limits_will_be_known(told):
    young = first_sprints(waiting(blocked(told, lambda ended: 0.5), lambda done: 0.5), 9)
    for signal, name in ((flow_balance, "blocked"), (boundary_wait, "share")):
        found = measured(signal, young)
        assert found.figures[f"{name}_usual_high"] is None
        assert "takes ten sprints before these" in found.notes[-1]
