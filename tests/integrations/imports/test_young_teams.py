"""A health report of a team that has hardly begun: the first ones anybody asks for."""

from pathlib import Path

import pytest

from health.reports.building import build_report
from integrations.imports.jira import JiraImport
from projects.models import Project

CASES = Path(__file__).parents[2] / "data" / "jira_cases"

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("name", "sprints"), [("R2_rounds", 2), ("R3_rounds", 3)])
def test_two_or_three_closed_sprints_give_a_report(name, sprints):
    JiraImport([CASES / f"{name}.json"], "ZZ").run()
    project = Project.objects.get(key="ZZ")
    assert project.sprints.filter(state="closed").count() == sprints

    report = build_report(project.team)

    told = {one["key"]: one for one in report.content["signals"]}
    assert told["B1"]["n"] >= 6
    assert all(one["trend"] is None for one in told.values()), "thirteen sprints make a trend"
