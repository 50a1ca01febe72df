"""A teammate who knows who answered when can't work out what anybody said, whatever is told."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib import import_module
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from health.signals import pulse
from numerics.statistics.reidentification import BLUR, explained, keeps_apart
from pulse.disclosure import BLURRED, UNTOLD, WHOLE, leaves_room, tellings
from pulse.models.wave import PULSE
from tests.health.signals.test_learning_and_cadence import measured, sheet, wave

START = datetime(2030, 1, 7, 8, tzinfo=UTC)
WIDE = 1000.0  # the spread of what the teammate takes for possible before anything is told
LEFT = BLUR * sqrt(0.5)  # spread in points that is left of any answer, at least


class Seats:
    def __init__(self, people):
        self.people = people

    def values_list(self, *_, **__):
        return range(self.people)


@dataclass
class Team:
    memberships: Seats


@dataclass
class Round:
    """What `tellings` asks of a Wave; everybody answers the same each time."""

    number: int
    answers: dict[int, tuple]
    group: frozenset
    offsets: list
    invited: int
    days: int = 14
    told: dict | None = None
    items: tuple = PULSE
    salt: str = ""
    sheets: list = field(default_factory=list)

    def __post_init__(self):
        self.opened_at = START + timedelta(days=self.days * self.number)
        self.sheets = sorted(self.answers[one] for one in self.group)

    @property
    def opened_sheets(self):
        return self.sheets

    @property
    def answered(self):
        return len(self.sheets)

    def answered_by(self, people):
        return {one for one in people if one in self.group}

    def offset_of(self, user):
        return self.offsets[user]


@st.composite
def years(draw):
    """Ten people at most, up to a year of rounds, each answered by any of those asked."""
    people = draw(st.integers(5, 10))
    answers = {one: draw(st.tuples(*[st.integers(1, 7)] * len(PULSE))) for one in range(people)}
    offsets = draw(st.lists(st.floats(-3, 3), min_size=people, max_size=people))
    asked = frozenset(range(people))
    away = st.frozensets(st.sampled_from(sorted(asked)), max_size=draw(st.integers(1, 3)))
    groups = draw(st.lists(away.map(lambda one: asked - one), min_size=2, max_size=26))
    rounds = [Round(number, answers, group, offsets, people) for number, group in enumerate(groups)]
    return people, answers, offsets, rounds


@settings(max_examples=150, deadline=None)
@given(years())
def test_no_answer_can_be_worked_out_though_everybody_says_the_same_each_time(year):
    people, answers, offsets, rounds = year
    own = np.array([np.mean(answers[one]) for one in range(people)])
    sums, of_offsets, exact = [], [], []
    for one, told in tellings(Team(Seats(people)), rounds):  # type: ignore[arg-type]  # no rows
        group = np.array([float(person in one.group) for person in range(people)])
        assert (told.how == UNTOLD) is (len(one.group) < max(5, 0.6 * people))
        if told.how == WHOLE:
            exact.append(group)
            sums.append(group / group.sum())
            of_offsets.append(np.zeros(people))
        elif told.how == BLURRED:
            assert not any(any(row) for row in told.sheets)
            free = group - projected(exact, group)
            sums.append(group / group.sum())
            of_offsets.append(BLUR * free / group.sum())
            said = (group @ own + BLUR * free @ offsets) / group.sum()
            assert told.mean == pytest.approx(min(max(said, 1.5), 6.5), abs=1e-3)
            assert told.spread == pytest.approx(np.linalg.norm(of_offsets[-1]), abs=1e-3)
    for teammate in range(people):
        left = spread_left(sums, of_offsets, teammate, people)
        assert (np.delete(left, teammate) > LEFT - 0.02).all(), (teammate, left)


def projected(sums, group):
    """The part of a group that sums told already tell, by least squares."""
    if not sums:
        return np.zeros_like(group)
    basis, values, _ = np.linalg.svd(np.array(sums).T, full_matrices=False)
    basis = basis[:, values > 1e-9]
    return basis @ (basis.T @ group)


def spread_left(sums, of_offsets, teammate, people):
    """Spreads of all answers once the sums and the teammate's own are known, step by step."""
    spreads = np.diag([WIDE**2] * people + [1.0] * people)
    known = [np.concatenate((one, more)) for one, more in zip(sums, of_offsets, strict=True)]
    known.append(np.eye(2 * people)[teammate])
    for row in known:
        along = spreads @ row
        if (size := row @ along) > 1e-7:
            spreads = spreads - np.outer(along, along) / size
    return np.sqrt(np.maximum(np.diag(spreads)[:people], 0.0))


def test_of_sums_that_differ_by_two_people_half_is_explained_and_by_three_a_third():
    for few in (2, 3):
        groups = np.array([[1.0] * 8, [1.0] * (8 - few) + [0.0] * few])
        assert explained(groups)[-few:] == pytest.approx([1 / few] * few)
        assert keeps_apart(groups) is (few == 3)


def test_three_sums_can_tell_of_one_though_any_two_of_them_differ_by_three_and_more():
    """Pairs are not enough: the first and the second less the third are twice one person."""
    groups = np.array(
        [
            [1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1],
            [1, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0],
            [0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
        ],
        dtype=float,
    )
    assert explained(groups)[0] == pytest.approx(1)
    assert not keeps_apart(groups)


def test_who_all_say_the_same_at_an_end_are_not_told_by_their_mean():
    sevens = measured(pulse, waves=(wave([sheet(7)] * 6),))
    nearly = measured(pulse, waves=(wave([*[sheet(7)] * 5, sheet(6)]),))
    assert sevens.value == nearly.value == 6.5
    assert "6.5 of 7 or more" in sevens.says
    assert sevens.figures == nearly.figures
    assert sevens.interval.width > 0.1


@pytest.mark.parametrize("score", range(1, 8))
def test_an_interval_has_a_width_though_all_say_the_same(score):
    found = measured(pulse, waves=(wave([sheet(score)] * 5, invited=5),))
    low, high = found.says.split("(")[1].split(")")[0].split("–")
    assert float(low) < float(high)


@dataclass
class Before:
    """A round as its row was under the rule of before."""

    pk: int
    sheets: list
    shared: dict
    closes_at: datetime
    team_id: int = 1
    invited: int = 8
    told: dict | None = None

    def save(self, update_fields):
        assert update_fields == ["told"]


def test_what_reports_have_told_stays_told_when_the_rule_changes():
    migration = import_module("metrics.migrations.0015_decide_once_what_a_round_tells")
    sheets = [[5, 5, 5]] * 6
    rounds = [
        Before(1, sheets, {}, START),
        Before(2, sheets[:5], {"1": 5}, START + timedelta(days=14)),
        Before(3, sheets, {"1": 6, "2": 5}, START + timedelta(days=28)),
        Before(4, [[None] * 3] * 4, {"1": 4}, START + timedelta(days=42)),
        Before(5, ["ab" * 48] * 6, {"1": 6}, START + timedelta(days=56)),
    ]
    migration.keep_what_was_told(Apps(rounds), None)
    whole = {"how": "whole", "mean": None, "spread": None}
    assert [one.told for one in rounds] == [whole, None, whole, None, None]


@dataclass
class Apps:
    rounds: list

    def get_model(self, *_):
        return self

    @property
    def objects(self):
        return self

    def order_by(self, *_):
        return self.rounds


SCORES = st.none() | st.integers(1, 7) | st.sampled_from([1, 7])


@settings(max_examples=400)
@given(
    st.integers(1, 7).flatmap(lambda n: st.lists(st.tuples(*[SCORES] * n), min_size=5, max_size=9))
)
def test_nobody_can_take_their_own_answers_off_and_know_the_others(sheets):
    """Whatever is told in full, each other answer could be one of three at least."""
    if not leaves_room(sheets):
        return
    for scores in zip(*sheets, strict=True):
        given_scores = [score for score in scores if score is not None]
        for mine in (None, *range(len(given_scores))):
            others = [one for place, one in enumerate(given_scores) if place != mine]
            for _ in others:
                rest = len(others) - 1
                lowest = max(1, sum(others) - 7 * rest)
                highest = min(7, sum(others) - rest)
                assert highest - lowest >= 2


def test_four_who_answered_alike_are_not_told_to_the_fifth():
    assert not leaves_room([(4, 4, 4)] + [(7, 7, 7)] * 4)
    assert not leaves_room([(4, 4, 4)] + [(1, 5, 4)] * 4)
    assert not leaves_room([(5, None)] * 4 + [(6, 3)])
    assert leaves_room([(4, None), (5, None), (6, None), (6, None), (7, None)])
