"""Of which moment a report speaks, in words, and shapes of disciplines in drawings."""

from datetime import datetime

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from health.reports.past import day_ended
from web.templatetags.dates import exactly
from web.templatetags.disciplines import SHAPES

register = template.Library()


@register.filter
def told_of(as_of: datetime) -> str:
    """Name a report by its moment; one of a past day by that day, wherever it is read."""
    if day := day_ended(as_of):
        return f"{date_format(day, 'j M Y')}, end of the day"
    return date_format(timezone.localtime(as_of), "j M Y, H:i")


@register.filter
def told_of_exactly(as_of: datetime) -> str:
    if day := day_ended(as_of):
        return f"the end of {date_format(day, 'D j M Y')} (UTC)"
    return exactly(as_of)


@register.simple_tag
def shape_at(discipline: str, x: int, y: int) -> SafeString:
    """Draw a discipline's shape inside a drawing."""
    address = f"{static('icons.svg')}#{SHAPES[discipline]}"
    return format_html(
        '<svg class="handoff-shape" x="{}" y="{}" width="20" height="20" viewBox="0 0 24 24">'
        '<use href="{}"/></svg>',
        x,
        y,
        address,
    )
