"""What is handed on and taken back within a minute by one hand was no hand-off."""

import pytest

from base import clock
from health.reports.building import build_report, recompute
from tests.told.chronicle import Chronicle

pytestmark = pytest.mark.django_db
SECOND = 1 / 86_400


def passing(path, gap):
    """Twenty stories that go from sara along the path, so many seconds apart, and are done."""
    chronicle = Chronicle("Slips", "SL")
    for day in range(20):
        story = chronicle.write(day - 0.1)
        chronicle.move(story, day, "doing")
        for place, to in enumerate(path):
            chronicle.hand(story, day + 0.3 + gap * place * SECOND, to)
        chronicle.move(story, day + 0.9, "done")
    with clock.at(chronicle.moment(25)):
        report = build_report(chronicle.team)
    assert recompute(report) == report.sha256
    return {one["key"]: one for one in report.content["signals"]}


@pytest.mark.parametrize(
    ("path", "gap", "handoffs"),
    [
        (("emma", "sara"), 30, 0),
        (("emma", "egon", "sven", "sara"), 15, 0),  # every value that arrow keys passed
        (("emma", "sara"), 3600, 40),
        (("emma", "sara", "emma"), 20, 20),
        (("sven", "emma"), 5, 20),
        (("emma",), 0, 20),
    ],
)
def test_a_slip_of_the_hand_is_no_hand_off(path, gap, handoffs):
    told = passing(path, gap)
    assert told["A3"]["n"] == handoffs
    if gap < 60:
        assert not told["A2"]["figures"].get("returned")
