from dataclasses import replace

import numpy as np
import pytest

from numerics.forecasting import (
    NotEnoughHistory,
    SprintRecord,
    Standing,
    predict_delivered,
    predict_each,
)


def sprints(count, seed=1):
    """Teams that finish what is in progress and four tenths of what they haven't begun."""
    rng = np.random.default_rng(seed)
    made = []
    for place in range(count):
        done, doing, todo = rng.integers(0, 20, 3).astype(float)
        standing = Standing(done, doing, todo, added=float(rng.integers(0, 5)), removed=0.0)
        delivered = done + doing + 0.4 * todo
        made.append(
            SprintRecord(f"board {place % 2}", done + doing + todo, delivered, {50: standing})
        )
    return made


PAST = sprints(60)
CURRENT = SprintRecord("board 0", 30.0, 0.0, {50: Standing(10.0, 10.0, 10.0)})


def test_a_clear_rule_is_found():
    assert predict_delivered(PAST, CURRENT, 50) == pytest.approx(24, abs=2)


@pytest.mark.parametrize("percent", [0, 50])
def test_what_the_current_sprint_delivers_is_never_looked_at(percent):
    told = replace(CURRENT, delivered=9_999.0)
    assert predict_delivered(PAST, told, percent) == predict_delivered(PAST, CURRENT, percent)


@pytest.mark.parametrize("percent", [0, 50])
def test_all_at_once_is_one_after_another(percent):
    each = predict_each(PAST, range(40, 60), percent)
    one_by_one = [predict_delivered(PAST[:i], PAST[i], percent) for i in range(40, 60)]
    assert each.tolist() == one_by_one


def test_one_mad_sprint_changes_little():
    mad = replace(PAST[20], delivered=100_000.0)
    shaken = predict_delivered([*PAST[:20], mad, *PAST[21:]], CURRENT, 50)
    assert shaken == pytest.approx(predict_delivered(PAST, CURRENT, 50), abs=2)


def test_points_below_nought_are_borne():
    odd = replace(CURRENT, standings={50: Standing(10.0, 0.0, -14.0)})
    assert np.isfinite(predict_delivered(PAST, odd, 50))


def test_a_new_board_takes_what_is_usual_elsewhere():
    assert predict_delivered(PAST, replace(CURRENT, board="new"), 50) == pytest.approx(24, abs=2)


def test_seven_sprints_are_too_few():
    with pytest.raises(NotEnoughHistory, match="7 finished sprints, 8 are needed"):
        predict_delivered(PAST[:7], CURRENT, 50)


def test_the_gap_is_delivered_minus_what_is_in_the_sprint_then():
    sprint = SprintRecord("b", 20.0, 18.0, {30: Standing(5.0, 5.0, 15.0)})
    assert (sprint.gap_at(0), sprint.gap_at(30)) == (-2.0, -7.0)
