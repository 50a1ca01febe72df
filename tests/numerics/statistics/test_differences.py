import numpy as np
import pytest

from numerics.statistics.differences import difference
from numerics.statistics.interval import Interval, Z
from numerics.statistics.proportions import newcombe, wilson


def test_of_two_shares_it_is_newcombes_interval():
    found, p_value = difference(0.7, wilson(28, 40), 0.4, wilson(20, 50))
    wanted = newcombe((28, 20), (40, 50))
    assert (found.low, found.high) == pytest.approx((wanted.low, wanted.high))
    assert 0 < p_value < 0.05


def test_of_two_means_it_is_the_usual_one():
    found, p_value = difference(5, Interval(5 - Z, 5 + Z), 3, Interval(3 - Z, 3 + Z))
    assert found.low == pytest.approx(2 - Z * np.sqrt(2))
    assert p_value == pytest.approx(0.1573, abs=1e-4)  # of z = 2 / sqrt(2)


def test_the_interval_leaves_out_nought_exactly_when_p_is_under_a_tenth():
    for now in np.linspace(0.05, 0.95, 30):
        found, p_value = difference(now, wilson(now * 40, 40), 0.5, wilson(25, 50))
        assert (p_value < 0.1) == (not found.low <= 0 <= found.high), now


def test_turned_round_it_says_the_opposite():
    pair = (0.7, wilson(28, 40)), (0.4, wilson(20, 50))
    there, p_there = difference(*pair[0], *pair[1])
    back, p_back = difference(*pair[1], *pair[0])
    assert (back.low, back.high) == (-there.high, -there.low)
    assert p_there == p_back


def test_what_is_the_same_and_certain_doesnt_differ():
    sure = Interval(1.0, 1.0)
    assert difference(1.0, sure, 1.0, sure)[1] == 1.0
    assert difference(1.0, sure, 0.5, Interval(0.5, 0.5))[1] == 0.0
