"""The demo's waits between disciplines, recomputed from its history by other code."""

from datetime import UTC, date, datetime

import pytest

from base import clock
from demo import demo as demo_module
from demo.cases import game, sentiment, tv
from demo.demo import Demo
from health.reports.building import build_report
from history.models import Event
from projects.models import Project
from tests.demo import plain_waits

TODAY = date(2026, 6, 17)


@pytest.mark.django_db
@pytest.mark.parametrize("case", [tv.CASE, game.CASE, sentiment.CASE], ids=lambda one: one.key)
def test_the_waits_of_the_report_are_those_of_the_history(monkeypatch, case):
    monkeypatch.setattr(demo_module, "CASES", (case,))
    list(Demo(TODAY).run())
    project = Project.objects.get()
    lines = list(
        Event.objects.filter(project=project).values(
            "id", "verb", "at", "actor_id", "discipline", "story_id", "details"
        )
    )
    closed = [line["at"].date() for line in lines if line["verb"] == "sprint_closed"]
    for day in (None, *closed[-3:]):
        with clock.at(datetime(2026, 6, 17, 6, tzinfo=UTC)):
            report = build_report(project.team, day=day)
        told = next(one for one in report.content["signals"] if one["key"] == "A3")
        found = plain_waits.waits([one for one in lines if one["at"] <= report.as_of], report.as_of)
        assert (told["n"], told["value"], told["figures"]["p85"]) == (
            found["n"],
            close(found["median"]),
            close(found["p85"]),
        )
        still = f"{found['waiting']} still wait{'s' if found['waiting'] == 1 else ''};"
        assert any(note.startswith(still) for note in told["notes"]) is (found["waiting"] > 0)


def close(value):
    return pytest.approx(value, abs=1e-4)
