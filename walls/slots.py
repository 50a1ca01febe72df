"""Where walls are offered on the pages of what they belong to."""

from typing import Any

from django.template.loader import render_to_string

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
