"""The whole demo, told once for all tests that read what comes of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction

from base import clock
from demo.demo import Demo
from health.models import HealthReport
from health.reports.building import build_report
from history.models import Event
from projects.models import Project

TODAY = date(2026, 6, 17)
NOW = datetime(2026, 6, 17, 6, tzinfo=UTC)


@dataclass
class ToldCase:
    """A project's history, the report of today, and those of its last closed sprints' ends."""

    lines: list[dict[str, Any]]
    report: HealthReport
    earlier: list[HealthReport]


@pytest.fixture(scope="session")
def the_demo(django_db_setup, django_db_blocker):
    """Cases by key. It is long to tell: whoever asks for it is in the xdist_group "the_demo"."""
    with django_db_blocker.unblock(), transaction.atomic():
        list(Demo(TODAY).run())
        with clock.at(NOW):
            cases = {project.key: _told(project) for project in Project.objects.all()}
        transaction.set_rollback(True)
    return cases


def _told(project: Project) -> ToldCase:
    names = ("id", "verb", "at", "actor_id", "discipline", "story_id", "details")
    lines = list(Event.objects.filter(project=project).values(*names))
    closed = [line["at"].date() for line in lines if line["verb"] == "sprint_closed"]
    earlier = [build_report(project.team, day=day) for day in closed[-3:]]
    return ToldCase(lines, build_report(project.team), earlier)
