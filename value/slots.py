from typing import Any

from django.template.loader import render_to_string

from value.scoreboard import scoreboard
from web.slots import fills


@fills("project.results")
def success(page: dict[str, Any]) -> str:
    return render_to_string(
        "value/scoreboard.html", {**page, "scoreboard": scoreboard(page["project"])}
    )
