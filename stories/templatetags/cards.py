"""What a story's kind and size look like, on every page."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.safestring import SafeString

from stories.forms import Size
from stories.models import Story
from web.templatetags.icons import icon
from web.text_versions import digest, packed

if TYPE_CHECKING:
    from stories.field_options import Person

register = template.Library()

KINDS = {"story": "bookmark", "experiment": "lightbulb", "bug": "bug", "chore": "settings"}


@register.simple_tag
def kind_icon(kind: str) -> SafeString:
    """Draw the kind of a story; it says its name to those who don't see it."""
    return icon(KINDS.get(kind, "bookmark"), Story.Kind(kind).label, f"icon-small kind-{kind}")


@register.simple_tag
def icon_of(name: str) -> SafeString:
    """Draw a small icon once, to be shown many times."""
    return icon(name, css="icon-small")


@register.filter
def figure(number: Decimal | float | None, places: int = 1) -> str:
    """Return a number without idle zeros: 3, 0.5."""
    if number is None:
        return ""
    return f"{round(float(number), places):g}"


@register.filter
def size_version(row: Any) -> str:
    """What a row's field for its size was made from, as its form tells it back."""
    if row.time_box is None:
        size = Size(row.points, "points")
    else:
        size = Size(row.time_box, "days")
    return packed({"size": digest(str(size))})


@register.filter
def person(people: dict[int, Person], pk: int) -> Person | None:
    """Return the person with this id, or None."""
    return people.get(pk)
