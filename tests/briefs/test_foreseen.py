"""Plan and report read the same forecast, so that both say the same days."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from base import clock
from briefs.foreseen import forecast_of
from forecasts.slots import last_reach
from tests.present import present

DAYS = st.floats(0, 730, allow_nan=False)


@given(low=DAYS, more=st.none() | DAYS)
def test_a_theme_is_done_on_the_same_days(low, more):
    issued_on = (clock.now().date() - timedelta(days=1)).isoformat()
    high = None if more is None else low + more
    said = {"level": 0.85, "low": low, "high": high}
    row = {"kind": "theme", "issued_on": issued_on, "title": "", "theme_ends_on": None}
    [span] = present(forecast_of([row | {"ranges": [said]}])).spans
    reach = present(last_reach({"issued_on": issued_on, "ends": [low, high]}))
    assert (span.low, span.high) == (reach.first, reach.last)
