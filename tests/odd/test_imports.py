"""After every export that the tests hold, every page and every read of the API opens."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from base import clock
from benchmarks.invented.real import imported, judged
from forecasts.issuing import issue_all
from health.reports.building import build_report
from integrations.imports.jira import JiraImport
from projects.models import Project
from teams.models import User
from tests.odd.crawler import Crawl

DATA = Path(__file__).parents[1] / "data"
CASES = sorted((DATA / "jira_cases").glob("*.json"))

SEEN_BY_ALL = {
    "board",
    "backlog",
    "story",
    "sprints",
    "forecast",
    "projects",
    "health_report",
    "health_comparison",
    "GET story-detail",
    "GET report-detail",
    "GET team-report-comparison",
}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_page_opens_after_a_small_export(path):
    opened_after(path)


def test_every_page_opens_after_the_real_board():
    opened_after(DATA / "jira_json" / "board.json", [DATA / "jira_json" / "sprints.json"])


def test_the_real_board_is_judged_as_of_the_end_of_each_of_its_sprints():
    folder = DATA / "jira_json"
    asked: Counter[str] = Counter()
    beside = {"sprints": ["sprints.json"], "statuses": "statuses.json"}
    assert not judged(imported(folder, "board.json", beside, "ZZ"), asked)
    assert asked["reports"] > 3


def opened_after(path, sprints=()):
    JiraImport([path], "ZZ", sprints=list(sprints)).run()
    project = Project.objects.get(key="ZZ")
    wrong = []
    for role in ("lead", "guest"):
        user = User.objects.create_user(f"{role}@example.org", name=role)
        project.team.memberships.create(user=user, discipline="science", role=role)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    now = timezone.now()
    build_report(project.team)
    with clock.at(now + timedelta(days=1)):
        build_report(project.team)
    reports = project.team.health_reports
    reports.update(computed_at=F("computed_at") - timedelta(days=3))  # guests see both by now
    issue_all(project)
    for role in ("lead", "guest"):
        crawl = Crawl(project.team)
        crawl.visit(User.objects.get(email=f"{role}@example.org"))
        wrong += crawl.wrong
        assert crawl.visited >= SEEN_BY_ALL, role
    assert not wrong
