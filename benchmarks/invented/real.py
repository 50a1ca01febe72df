"""Real Jira boards, imported and judged as of the end of each of their sprints."""

from __future__ import annotations

import os
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.invented.asking import Asking, hearing, strict
from benchmarks.invented.faults import faults, no_numbers
from forecasts.issuing import issue_all
from health.reports.building import build_report

if TYPE_CHECKING:
    from projects.models.project import Project

ROOT = Path(__file__).resolve().parents[2]
BOARDS = {  # search result: what stands beside it
    "devlake_jira_search_with_changelog.json": {
        "sprints": ["devlake_jira_sprints.json"],
        "statuses": "devlake_jira_statuses.json",
        "changelogs": "devlake_jira_changelogs_by_issue.json",
    },
    "devlake_jira_issues_due_date.json": {},
}


def asked() -> Asking:
    """Import each board that is there, and ask for its reports and forecasts of then and now."""
    from django.utils import timezone

    folder = Path(os.environ.get("ODD_DATA") or ROOT.parent / "shared" / "data") / "jira_json"
    asking = Asking(timezone.now())
    for place, (name, beside) in enumerate(BOARDS.items()):
        if (folder / name).exists():
            began = time.perf_counter()
            project = imported(folder, name, beside, f"R{place}")
            asking.wrong += judged(project, asking.asked)
            took = time.perf_counter() - began
            print(f"{name}: {project.stories.count()} stories, {took:.0f} s", flush=True)
    if not asking.asked:
        raise SystemExit(f"There are no boards in {folder}; name another folder by ODD_DATA.")
    return asking


def imported(folder: Path, name: str, beside: dict[str, Any], key: str) -> Project:
    from django.db import connection

    from integrations.imports.jira import JiraImport
    from projects.models import Project

    paths: dict[str, Any] = {}
    for word, told in beside.items():
        if isinstance(told, list):
            paths[word] = [folder / one for one in told]
        else:
            paths[word] = folder / told
    JiraImport([folder / name], key, **paths).run()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Project.objects.get(key=key)


def judged(project: Project, asked: Any) -> list[str]:
    """Return what is wrong in the reports as of each sprint's end and of now, and in forecasts."""
    from base import clock
    from health.reports.comparing import Comparison, as_json
    from health.reports.past import end_of, sprint_ends

    wrong, reports = [], []
    days = sorted({day for _, day in sprint_ends(project.team)})
    with strict(), hearing() as heard:
        for day in [*days, None]:
            reports.append(build_report(project.team, day=day))
            for fault in faults(heard[-1]):
                wrong.append(f"{project.key}, {day}: {fault}")
        for then, now in pairwise(reports):
            wrong += no_numbers(as_json(Comparison(then, now)))
        for day in days:
            with clock.at(end_of(day)):
                issue_all(project)
        issue_all(project)
    for told in project.forecasts.values("inputs", "recalibration", "summary", "futures"):
        wrong += no_numbers(told)
    asked.update({"reports": len(reports), "forecasts": project.forecasts.count()})
    return wrong
