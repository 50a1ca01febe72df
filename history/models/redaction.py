"""What is struck out is gone from the history too, where lines of it say the same words.

This is the only change that the database lets happen to an event: see migration 0010.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from history.models.event import STRUCK_OUT, Event, shortened
from history.schema import schema_of

if TYPE_CHECKING:
    from history.models.event import EventQuerySet

# By the noun, what strikes an old text from copies that the noun itself keeps; it registers here,
# as nouns stand above the history.
COPIES: dict[str, Callable[..., object]] = {}
# What strikes words out of things that belong to no noun, given the words, a mark and the team.
ELSEWHERE: list[Callable[..., object]] = []


def strike_from_events(old: Any) -> None:
    """Put a mark for the words of an old text into the lines that repeat them."""
    words = words_of(old)
    changed = []
    for event in _lines_of_same_row(old.event):
        details = _without(event, old.field, words)
        if details != event.details:
            event.details = details
            changed.append(event)
    Event.objects.bulk_update(changed, ["details"])


def strike_from_copies(old: Any) -> None:
    """Where a noun keeps its earlier versions as rows, the words stand there too."""
    if strike := COPIES.get(old.noun):
        strike(old)


def strike_elsewhere(old: Any) -> None:
    """Whoever keeps what was said, for whatever purpose, forgets the words too."""
    for strike_out in ELSEWHERE:
        strike_out(words_of(old), STRUCK_OUT, team=old.event.team_id)


def words_of(old: Any) -> set[str]:
    """As it stood, and as a line of history repeats it."""
    return {old.text, shortened(old.text)}


def _lines_of_same_row(event: Event) -> EventQuerySet:
    """Lines that hang on what the event hangs on, as far as its verb and its ids tell."""
    noun = event.verb.partition("_")[0]
    lines = Event.objects.filter(
        team=event.team_id,
        project=event.project_id,
        story=event.story_id,
        verb__startswith=f"{noun}_",
    )
    if noun == "sprint":
        lines = lines.filter(sprint=event.sprint_id)
    if noun in event.details:
        lines = lines.filter(**{f"details__{noun}": event.details[noun]})
    return lines


def _without(event: Event, field: str, words: set[str]) -> dict[str, Any]:
    details = _marked(event.details, {field}, words)
    for time in ("was", "now"):
        if isinstance(details.get(time), dict):
            details[time] = _marked(details[time], {field}, words)
    return _marked(details, schema_of(event.verb).texts() & {"was", "now"}, words)


def _marked(values: dict[str, Any], names: set[str], words: set[str]) -> dict[str, Any]:
    marked = {}
    for name, value in values.items():
        if name in names and isinstance(value, str) and value in words:
            marked[name] = STRUCK_OUT
        else:
            marked[name] = value
    return marked
