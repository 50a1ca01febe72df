from datetime import date, timedelta
from typing import Any

from django.template.loader import render_to_string

from base import clock
from forecasts.models import Forecast
from forecasts.project_forecast import day_of
from projects.reach import Reach, Source, register
from web.slots import fills

STALE_AFTER = timedelta(days=14)  # what was said longer ago says nothing of today


def last_reach(told: dict[str, Any]) -> Reach | None:
    """The days between which a theme is done, as forecast last; none without one of these days.

    A forecast counts days from the one it was issued on, which is the first.
    """
    issued_on = date.fromisoformat(told["issued_on"])
    low, high = told["ends"] or (None, None)
    first = day_of(issued_on, low)
    if first is None or issued_on < clock.now().date() - STALE_AFTER:
        return None
    return Reach(first, day_of(issued_on, high), 85)


register(Source(Forecast.objects.last_of_outer_theme, last_reach))


@fills("sprint.running")
def chance(page: dict[str, Any]) -> str:
    return render_to_string("forecasts/slots/running.html", page)


@fills("sprint.kickoff")
def chance_at_kickoff(page: dict[str, Any]) -> str:
    return render_to_string("forecasts/slots/kickoff.html", page)
