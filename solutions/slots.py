"""Where solutions show themselves on the pages of rooms below."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from solutions.models import Solution
from solutions.solution_board import SolutionCard
from web.slots import fills

SHOWN = 12  # on a project's page; all are on the board


@fills("project.solutions")
def of_project(page: dict[str, Any]) -> str:
    project, reader = page["project"], page["request"].user
    rows = Solution.objects.visible_to(reader).of_project(project).standing().with_stage()
    cards = [SolutionCard(row) for row in rows.order_by("-stage_since", "-pk")[:SHOWN]]
    return render_to_string("solutions/slots/project.html", page | {"solutions": cards})


@fills("story.side")
def of_story(page: dict[str, Any]) -> str:
    rows = Solution.objects.visible_to(page["request"].user).served_by(page["story"])
    found = list(rows.order_by("name", "pk"))
    if not found:
        return ""
    return render_to_string("solutions/slots/story.html", page | {"solutions": found})


@fills("rail.project")
def in_rail(page: dict[str, Any]) -> str:
    return render_to_string("solutions/slots/rail.html", page)
