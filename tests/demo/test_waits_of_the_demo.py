"""The demo's waits between disciplines, recomputed from its history by other code."""

import pytest

from health.signals.boundary_wait import LEAST
from tests.demo import plain_waits

pytestmark = pytest.mark.xdist_group("the_demo")


@pytest.mark.parametrize("key", ["TV", "GAME", "SENT"])
def test_the_waits_of_the_report_are_those_of_the_history(the_demo, key):
    case = the_demo[key]
    for report in (case.report, *case.earlier):
        told = next(one for one in report.content["signals"] if one["key"] == "A3")
        lines = [one for one in case.lines if one["at"] <= report.as_of]
        found = plain_waits.waits(lines, report.as_of)
        assert told["n"] == found["n"]
        if found["n"] < LEAST:
            assert (told["value"], told["figures"]) == (None, {})
            continue
        assert told["value"] == close(found["median"])
        assert told["figures"]["p85"] == close(found["p85"])
        still = f"{found['waiting']} still wait{'s' if found['waiting'] == 1 else ''};"
        assert any(note.startswith(still) for note in told["notes"]) is (found["waiting"] > 0)


def close(value):
    return pytest.approx(value, abs=1e-4)
