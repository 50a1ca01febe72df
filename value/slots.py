from typing import Any

from django.template.loader import render_to_string

from projects.path import register
from value.path import VALUE
from value.scoreboard import scoreboard
from web.slots import fills

register(VALUE)


@fills("project.results")
def success(page: dict[str, Any]) -> str:
    return render_to_string(
        "value/scoreboard.html", {**page, "scoreboard": scoreboard(page["project"])}
    )
