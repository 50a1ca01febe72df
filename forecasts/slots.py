from typing import Any

from django.template.loader import render_to_string

from web.slots import fills


@fills("sprint.running")
def chance(page: dict[str, Any]) -> str:
    return render_to_string("forecasts/slots/running.html", page)


@fills("sprint.kickoff")
def chance_at_kickoff(page: dict[str, Any]) -> str:
    return render_to_string("forecasts/slots/kickoff.html", page)
