from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from string import Formatter
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from history.activity.names import KINDS, Names
from history.activity.words import WORDS
from history.schema import SCHEMAS, EventText

if TYPE_CHECKING:
    from history.models.event import Event, EventQuerySet

FORMATTER = Formatter()
UNKNOWN = EventText("activity", "changed {story}")


@dataclass(frozen=True, slots=True)
class Line:
    """One event as a reader sees it: who, in which role of the blend, did what, and when."""

    pk: int
    verb: str
    icon: str
    actor: str
    actor_id: int | None
    discipline: str
    sentence: SafeString
    at: datetime
    has_old_texts: bool = False

    @property
    def html(self) -> SafeString:
        return format_html("<strong>{}</strong> {}", self.actor, self.sentence)


def sentences_of(
    events: EventQuerySet | list[Event], names: Names | None = None, here: Model | None = None
) -> list[Line]:
    """Tell the events (with actor, story and sprint at hand) as lines, in their order.

    `here` is the noun whose page it is: a story or a sprint is called "it" on its own page.
    At most one query for each kind of name that `names` doesn't know yet.
    """
    events, names = list(events), names or Names()
    readings = [_text_of(event.verb) for event in events]
    sentences = []
    for event, reading in zip(events, readings, strict=True):
        sentences.append(reading.chosen(event.current_details, event.actor_id))
    names.learn(_wanted(events, sentences))
    lines = []
    for event, reading, sentence in zip(events, readings, sentences, strict=True):
        lines.append(_line(event, reading, sentence, names, here))
    return lines


def _text_of(verb: str) -> EventText:
    if verb in SCHEMAS:
        return SCHEMAS[verb].text
    return UNKNOWN


def _wanted(events: list[Event], sentences: list[str]) -> dict[str, set[int]]:
    wanted: dict[str, set[int]] = {}
    for event, sentence in zip(events, sentences, strict=True):
        for _, field, kind, _ in FORMATTER.parse(sentence):
            if kind not in KINDS or field is None:
                continue
            value = _value(event.current_details, field)
            if isinstance(value, int):
                wanted.setdefault(kind, set()).add(value)
    return wanted


def _line(
    event: Event, reading: EventText, sentence: str, names: Names, here: Model | None
) -> Line:
    parts = []
    for text, field, kind, _ in FORMATTER.parse(sentence):
        parts.append(
            conditional_escape(text) + (_said(event, field, kind, names, here) if field else "")
        )
    return Line(
        pk=event.pk,
        verb=event.verb,
        icon=reading.icon,
        actor_id=event.actor_id,
        actor=_actor(event, names),
        discipline=event.discipline,
        sentence=mark_safe("".join(parts)),
        at=event.at,
        has_old_texts=getattr(event, "has_old_texts", False),
    )


def _actor(event: Event, names: Names) -> str:
    if event.actor_id is None:
        schema = SCHEMAS.get(event.verb)
        return event.get_discipline_display() if schema and schema.is_of_a_side else "Twopizza"
    name = names.known.get("person", {}).get(event.actor_id) or str(event.actor)
    return f"{event.service}, for {name}" if event.service else name


def _said(event: Event, field: str, kind: str | None, names: Names, here: Model | None) -> str:
    if field in ("story", "sprint") and not kind:
        return _noun(getattr(event, field), here, field)
    value = _value(event.current_details, field)
    if kind in KINDS:
        said = names.of(kind, value)
    else:
        said = WORDS[kind or ""](value)
    return format_html("<strong>{}</strong>", said)


def _noun(row: Any, here: Model | None, word: str) -> str:
    """A link to the story or sprint; on its own page just "it"."""
    if row is None:
        return "something"
    if row == here:
        return "it"
    if word == "story":
        return format_html('<a href="/stories/{}/">{}</a>', row.key, row)
    return format_html("<strong>{}</strong>", row)


def _value(details: dict[str, Any], path: str) -> Any:
    value: Any = details
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value
