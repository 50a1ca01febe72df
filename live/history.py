"""What the table has to tell, as lines ready to be sent."""

import orjson

from history.models import Event
from history.publishing import message
from live.channel import Line

MANY = 200  # more than this at once is no news: the page is told to load itself again


def lines_after(seen: dict[int, int]) -> dict[int, list[Line]]:
    """Return {project: its next lines, oldest first} for {project: last id seen}."""
    found: dict[int, list[Line]] = {project: [] for project in seen}
    for event in Event.objects.since(seen, limit=MANY + 1).for_stream():
        if event.project_id is not None:
            found[event.project_id].append(_line(event))
    return found


def head(project: int) -> int:
    return Event.objects.filter(project=project).last_id()


def _line(event: Event) -> Line:
    frame = b"id: %d\ndata: %b\n\n" % (event.pk, orjson.dumps(message(event)))
    return Line(event.pk, frame, bool(event.details.get("internal")))
