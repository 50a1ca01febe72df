"""Where solutions show themselves on the pages of rooms below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db.models import OuterRef
from django.template.loader import render_to_string
from django.utils.dateparse import parse_datetime

from base.refusals import Link
from projects.left_open import left_open
from projects.models import Project
from projects.models.read_along import reads_with
from projects.on_shelf import stands
from projects.path import register
from solutions.models import Deployment, Solution, Stage, Trial
from solutions.on_shelf import LIVE
from solutions.path import STEPS
from solutions.solution_card import age_since
from web.slots import fills

if TYPE_CHECKING:
    from django.contrib.postgres.expressions import ArraySubquery

register(*STEPS)
stands(LIVE)
SHOWN = 12  # on a project's page; all are on the board


@dataclass(frozen=True, slots=True)
class SolutionRow:
    """A solution as the row of another page brings it along."""

    pk: int
    name: str
    stage: Stage
    since: datetime | None
    is_shared: bool

    @classmethod
    def all_of(cls, rows: list[dict[str, Any]], works: bool) -> list[Self]:
        """Those that the reader may see: guests what was shown to them."""
        found = []
        for row in rows:
            if works or row["shared_at"]:
                found.append(
                    cls(
                        row["pk"],
                        row["name"],
                        Stage(row["stage"]),
                        parse_datetime(row["since"]),
                        bool(row["shared_at"]),
                    )
                )
        return found

    @property
    def age(self) -> str:
        return age_since(self.since) if self.since else ""


@reads_with("project", "solution_rows")
def with_project() -> ArraySubquery:
    return Solution.objects.standing().rows_of(project=OuterRef("pk"))


@reads_with("story", "solution_rows")
def with_story() -> ArraySubquery:
    return Solution.objects.all().rows_of(stories=OuterRef("pk"))


@fills("project.solutions")
def of_project(page: dict[str, Any]) -> str:
    rows = SolutionRow.all_of(vars(page["project"])["solution_rows"], page["of"].roster.works)
    words = {"solutions": rows[:SHOWN], "number": len(rows)}
    return render_to_string("solutions/slots/project.html", page | words)


@fills("story.side")
def of_story(page: dict[str, Any]) -> str:
    works = not page["detail"].is_guest
    rows = SolutionRow.all_of(vars(page["story"])["solution_rows"], works)
    if not rows:
        return ""
    return render_to_string("solutions/slots/story.html", page | {"solutions": rows})


@fills("rail.project")
def in_rail(page: dict[str, Any]) -> str:
    return render_to_string("solutions/slots/rail.html", page)


@left_open("running trial", "running trials")
def _running(project: Project) -> list[Link]:
    running = Trial.objects.running().of_project(project).order_by("pk")
    return [Link(str(one), one.address) for one in running]


@left_open("deployment under way", "deployments under way")
def _under_way(project: Project) -> list[Link]:
    rows = Deployment.objects.under_way().of_project(project).order_by("pk")
    return [Link(str(one), one.address) for one in rows]


@fills("team.actions")
def checklist_of_team(page: dict[str, Any]) -> str:
    return render_to_string("solutions/slots/team.html", page)
