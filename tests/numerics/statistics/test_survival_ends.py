"""A time that was never reached is over a limit only where it was watched for longer than that."""

import numpy as np
import pytest

from health.signals.words import within
from numerics.statistics.survival import chance_over, seen_of


@pytest.mark.parametrize("longest", [0.5, 9.9, 10.0, 30.0])
@pytest.mark.parametrize("reached", [0, 1, 3])
def test_what_was_never_reached_is_over_the_limit_once_it_could_have_been(longest, reached):
    draws = np.array([20.0] * reached + [np.inf] * (4 - reached))
    ages = np.array([0.1, longest])
    over = chance_over(draws, 10.0, ages)
    assert over == (1.0 if longest >= 10 else reached / 4)
    assert seen_of(np.inf, ages) == longest
    assert seen_of(0.3, ages) == 0.3


def test_a_time_is_said_with_the_word_that_fits_it():
    assert within(0.1) == "in under half a day"
    assert within(3) == "within 3 days"
    assert within(np.inf) == "later than was ever seen"
