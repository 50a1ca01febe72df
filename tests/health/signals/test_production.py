"""I1 to I3 on told deployments and solutions."""

from dataclasses import replace

import numpy as np
import pytest

from health.history.production import Deployed, Taken
from health.signals import gates_kept, idea_to_live, quiet_deployments
from health.signals.measurement import State
from tests.health.signals.bare import AS_OF, DAY, NO_WORK
from tests.health.signals.bare import history as bare

WEEK = 7 * DAY


def measured(signal, **told):
    history = bare(NO_WORK, 0, **told)
    return signal.measure(history, np.random.default_rng(1))


def deployed(number, *, lacked=(), troubles=None, solution=None, fit="f", weeks=20.0):
    of = number if solution is None else solution
    return Deployed(number, of, AS_OF - weeks * WEEK, fit, lacked, troubles)


def test_nothing_in_production_is_said_so_without_a_number():
    for signal in (gates_kept, quiet_deployments, idea_to_live):
        found = measured(signal)
        assert (found.state, found.n, found.value) == (State.TOO_LITTLE, 0, None)
        assert found.why_not.startswith("No")


@pytest.mark.parametrize("n", [1, 2, 3, 11])
def test_gates_are_counted_from_the_first_one_on_with_their_list(n):
    told = [deployed(one, lacked=("trial",) if one == 0 else ()) for one in range(n)]
    found = measured(gates_kept, deployed=tuple(told))
    assert found.state == State.TOO_LITTLE
    assert f"{n - 1} of {n} solution" in found.why_not
    assert found.evidence[0].count == n
    assert found.evidence[0].rows[0] == {"id": 0, "lacked": ["trial"]}


def test_who_deploys_one_fit_every_hour_has_one_vote_and_loses_it_once():
    often = [deployed(one, solution=1) for one in range(50)]
    once = [deployed(100 + one) for one in range(11)]
    assert measured(gates_kept, deployed=(*often, *once)).n == 12
    missed = deployed(99, solution=1, lacked=("fit",))
    found = measured(gates_kept, deployed=(missed, *often, *once))
    assert (found.n, found.figures["kept"], found.figures["without_fit"]) == (12, 11, 1)
    assert "a signed fit" in found.action
    another_fit = deployed(98, solution=1, lacked=("fit",), fit="g")
    assert measured(gates_kept, deployed=(*often, another_fit, *once)).figures["kept"] == 12


def test_what_meets_no_gate_and_what_is_long_ago_has_no_vote():
    told = (deployed(1, lacked=None), deployed(2, weeks=53), deployed(3, weeks=51))
    assert measured(gates_kept, deployed=told).n == 1


@pytest.mark.parametrize(
    ("n", "missed", "state"),
    [
        (12, 0, State.HEALTHY),
        (12, 1, State.UNCLEAR),
        (40, 0, State.HEALTHY),
        (40, 10, State.ATTENTION),
    ],
)
def test_a_state_of_gates_is_said_when_it_is_sure(n, missed, state):
    told = [deployed(one, lacked=("fit",) if one < missed else ()) for one in range(n)]
    found = measured(gates_kept, deployed=tuple(told))
    assert found.state == state
    assert found.interval.low <= found.value <= found.interval.high
    assert found.interval.low < found.interval.high
    assert found.chance_healthy + found.chance_attention == pytest.approx(1)


def test_many_deployments_of_few_solutions_say_less_than_as_many_solutions():
    """Those of one solution are alike: all of it kept, or none."""
    alike = [
        deployed(one, solution=one % 8, fit=str(one), lacked=("fit",) if one % 8 == 0 else ())
        for one in range(80)
    ]
    apart = [replace(one, solution=one.id) for one in alike]
    few, many = (measured(gates_kept, deployed=tuple(told)) for told in (alike, apart))
    assert few.value == many.value == pytest.approx(7 / 8)
    assert few.notes == ("Interval: bootstrap of 8 solutions.",)
    assert few.interval.high - few.interval.low > many.interval.high - many.interval.low


def test_only_what_is_settled_can_be_quiet():
    told = [deployed(one, troubles=()) for one in range(11)]
    waiting = [deployed(50 + one) for one in range(30)]
    found = measured(quiet_deployments, deployed=(*told, *waiting))
    assert (found.state, found.n) == (State.TOO_LITTLE, 11)
    loud = deployed(99, troubles=("incident", "taken back"))
    found = measured(quiet_deployments, deployed=(*told, loud, *waiting))
    assert (found.n, found.figures["quiet"]) == (12, 11)
    assert (found.figures["with_incident"], found.figures["taken_back"]) == (1, 1)
    assert found.evidence[0].rows == ({"id": 99, "troubles": ["incident", "taken back"]},)
    assert found.range is None
    assert "ten sprints" in found.notes[1]


def taken(number, *, weeks=30.0, **after):
    """A solution with its steps in weeks after the sketch."""
    sketched = AS_OF - weeks * WEEK
    return Taken(number, sketched, **{name: sketched + at * WEEK for name, at in after.items()})


def test_the_way_from_sketch_to_production_counts_what_is_on_it():
    arrived = [taken(one, fits=1, in_the_wild=2, proven=4, live=5) for one in range(9)]
    on_the_way = [taken(one, weeks=20, fits=1) for one in range(20, 22)]
    dropped = [taken(one, ended=2) for one in range(30, 31)]
    everything = (*arrived, *on_the_way, *dropped)
    found = measured(idea_to_live, solutions=everything)
    assert (found.state, found.n, found.value) == (State.UNCLEAR, 12, pytest.approx(35))
    assert "Half of those that get there" in found.says
    assert found.says.endswith("; of 12 solutions 2 are on their way and 1 was dropped.")
    assert [one.count for one in found.evidence] == [2, 9]
    assert found.distribution.n == 11


def test_time_at_a_step_is_time_at_the_furthest_one():
    """A trial that started before the fit was signed: from then on it was in the wild."""
    found = measured(
        idea_to_live, solutions=(taken(1, weeks=10, in_the_wild=2, fits=3, proven=4, live=5),)
    )
    assert found.figures == {
        "live": 1.0,
        "ended": 0.0,
        "days_sketched": 14.0,
        "days_fits": 0.0,
        "days_in_the_wild": 14.0,
        "days_proven": 7.0,
    }
    waits = measured(idea_to_live, solutions=(taken(1, weeks=10, fits=1),))
    assert waits.notes == (
        "It waits longest between a signed fit and the first trial: 63 of 70 working days so far.",
    )
    assert waits.evidence[0].rows == ({"id": 1, "days": 63.0, "step": "fits"},)


def test_what_was_live_before_its_sketch_has_no_way_to_tell():
    early = taken(1, weeks=10, live=-1)
    found = measured(idea_to_live, solutions=(early,))
    assert (found.n, found.notes) == (
        0,
        ("1 solution was in production before the sketch: left out.",),
    )


def test_none_live_of_many_is_told_by_the_longest_seen():
    found = measured(idea_to_live, solutions=tuple(taken(one) for one in range(12)))
    assert found.value == pytest.approx(210)
    assert "Fewer than half" in found.says
    assert found.interval.low == pytest.approx(210)
