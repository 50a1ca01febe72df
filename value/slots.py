"""Where value shows itself on the pages of rooms below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string

from base.refusals import Link
from projects.left_open import left_open
from projects.models.read_along import reads_with
from projects.path import register
from value.models import CheckIn
from value.path import VALUE
from value.scoreboard import scoreboard
from value.solution_value import READ, SolutionValue
from web.slots import fills

if TYPE_CHECKING:
    from projects.models import Project

register(VALUE)


@reads_with("project", "check_ins_open")
def with_check_ins() -> Coalesce:
    """How many of a project's check-ins wait for an answer."""
    rows = CheckIn.objects.open().filter(project=OuterRef("pk")).order_by().values("project")
    counted = rows.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


@fills("project.results")
def success(page: dict[str, Any]) -> str:
    project = page["project"]
    words = {"scoreboard": scoreboard(project), "check_ins": vars(project)["check_ins_open"]}
    return render_to_string("value/scoreboard.html", page | words)


@fills("rail.all")
def in_rail(page: dict[str, Any]) -> str:
    return render_to_string("value/rail.html", page)


@fills("team.actions")
def delivery_of_team(page: dict[str, Any]) -> str:
    words = {"name": "team_delivery", "key": page["team"].slug, "works": page["works"]}
    return render_to_string("value/delivery_link.html", words)


for name, reading in READ.items():
    reads_with("solution", name)(reading)


@fills("solution.value")
def value_of_solution(page: dict[str, Any]) -> str:
    of = SolutionValue(page["solution"], page["of"].actor)
    if not (of.scores or of.actor.works):
        return ""
    return render_to_string("value/slots/solution.html", {"worth": of, "solution": of.solution})


@fills("solutions.actions")
def economics_of_project(page: dict[str, Any]) -> str:
    words = {"key": page["project"].key, "works": page["board"].works}
    return render_to_string("value/slots/solutions.html", words)


@fills("solutions.actions")
def delivery_of_project(page: dict[str, Any]) -> str:
    words = {"name": "project_delivery", "key": page["project"].key, "works": page["board"].works}
    return render_to_string("value/delivery_link.html", words)


@left_open("open check-in", "open check-ins")
def _open_check_ins(project: Project) -> list[Link]:
    rows = CheckIn.objects.open().filter(project=project).soonest_first()
    return [Link(str(one), one.address) for one in rows.select_related("release")]
