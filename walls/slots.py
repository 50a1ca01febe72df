"""Where walls are offered on the pages of what they belong to."""

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from base.refusals import Link
from projects.left_open import left_open
from projects.models import Project
from walls.models import Wall
from web.slots import fills


@fills("use_case.links")
def of_use_case(page: dict[str, Any]) -> str:
    return render_to_string("walls/slots/use_case.html", page)


@fills("theme.links")
def of_theme(page: dict[str, Any]) -> str:
    return render_to_string("walls/slots/theme.html", page)


@fills("theme.page")
def below_theme(page: dict[str, Any]) -> str:
    return render_to_string("walls/slots/theme_page.html", page)


@fills("use_case.actions")
def beside_questions(page: dict[str, Any]) -> str:
    return render_to_string("walls/slots/questions.html", page)


@fills("sprint.retrospective")
def of_sprint(page: dict[str, Any]) -> str:
    return render_to_string("walls/slots/retrospective.html", page)


@left_open("wall that is still written on", "walls that are still written on")
def written_on(project: Project) -> list[Link]:
    walls = Wall.objects.filter(project=project, state=Wall.State.WRITING).newest_first()
    return [Link(one.title, reverse("wall", args=[one.pk])) for one in walls]
