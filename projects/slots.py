from typing import Any

from django.template.loader import render_to_string

from web.slots import fills


@fills("team.actions")
def questions_of_team(page: dict[str, Any]) -> str:
    return render_to_string("projects/slots/team.html", page)
