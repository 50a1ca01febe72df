from typing import Any

from django.template.loader import render_to_string

from web.slots import fills


@fills("team.actions")
def health_of_team(page: dict[str, Any]) -> str:
    return render_to_string("health/slots/team.html", page)


@fills("project.team")
def health_of_project(page: dict[str, Any]) -> str:
    project = page["project"]
    works = page["of"].roster.works
    words = {"team": project.team, "project": project, "works": works}
    return render_to_string("health/slots/project.html", words)
