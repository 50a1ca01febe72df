"""The demo's waits between disciplines, recomputed from its history by other code."""

from datetime import UTC, date, datetime

import pytest

from integrations.demo import demo as demo_module
from integrations.demo.cases import game, sentiment, tv
from integrations.demo.demo import Demo
from jobs import clock
from metrics.models import HealthReport
from projects.models import Event, Project
from tests.integrations.demo import plain_waits

TODAY = date(2026, 6, 17)


@pytest.mark.django_db
@pytest.mark.parametrize("case", [tv.CASE, game.CASE, sentiment.CASE], ids=lambda one: one.key)
def test_the_waits_of_the_report_are_those_of_the_history(monkeypatch, case):
    monkeypatch.setattr(demo_module, "CASES", (case,))
    list(Demo(TODAY).run())
    project = Project.objects.get()
    with clock.told_at(datetime(2026, 6, 17, 6, tzinfo=UTC)):
        report = HealthReport.compute(project.team)
    told = next(one for one in report.content["signals"] if one["key"] == "A3")
    lines = Event.objects.filter(project=project).values(
        "id", "verb", "at", "actor_id", "discipline", "story_id", "details"
    )
    found = plain_waits.waits(list(lines), report.as_of)
    assert (told["n"], told["value"], told["figures"]["p85"]) == (
        found["n"], pytest.approx(found["median"], abs=1e-4), pytest.approx(found["p85"], abs=1e-4),
    )  # fmt: skip
    still = f"{found['waiting']} still wait"
    assert any(note.startswith(still) for note in told["notes"]) is (found["waiting"] > 0)
