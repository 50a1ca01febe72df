"""D1 is drawn as it is judged: the ratio lies in its range when the chance does."""

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from health.signals.commitment_capacity import HIGH, LOW, _range, _state
from numerics.forecasting import CountForecast
from tests.present import present


@given(st.lists(st.integers(0, 40), min_size=1, max_size=60), st.integers(1, 45))
def test_the_ratio_is_in_its_range_when_the_plan_is_healthy(draws, frozen):
    forecast = CountForecast(draws=np.sort(np.array(draws, float)), n=20)
    chance = forecast.chance_of_at_least(frozen)
    assume(min(abs(chance - LOW), abs(chance - HIGH)) > 1e-6)
    ratio, reach = frozen / max(forecast.median, 0.5), _range(forecast)
    low, high = present(reach.low), present(reach.high)
    assert (low <= ratio + 1e-9 and ratio <= high + 1e-9) == (_state(chance) == "healthy")
    assert (ratio > high + 1e-9) == (_state(chance) == "attention")
