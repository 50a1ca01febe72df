"""What open pages hear: one channel for each project, one JSON message for each event."""

import orjson

CHANNEL = "twopizza:project:"


def message(event) -> dict:
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


def announce(redis, event):
    redis.publish(f"{CHANNEL}{event.project_id}", orjson.dumps(message(event)))
