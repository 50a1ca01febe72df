"""What open pages hear: Redis rings for a project, and each event is one JSON message."""

from __future__ import annotations

from typing import Any

CHANNEL = "twopizza:project:"


def message(event: Any) -> dict[str, Any]:
    """Return what a page needs to know of an event to redraw what changed; no names, no texts."""
    story = event.story
    return {
        "id": event.pk,
        "verb": event.verb,
        "project": event.project.key,
        "story": f"{event.project.key}-{story.number}" if story else None,
        "column": story.column_id if story else None,
        "sprint": event.sprint.number if event.sprint else None,
        "actor": event.actor_id,
        "at": event.at,
    }
