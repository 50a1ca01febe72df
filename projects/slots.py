from typing import Any

from django.template.loader import render_to_string

from projects.path import register
from projects.path_steps import STEPS
from web.slots import fills

register(*STEPS)


@fills("team.actions")
def questions_of_team(page: dict[str, Any]) -> str:
    return render_to_string("projects/slots/team.html", page)
