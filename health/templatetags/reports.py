"""Of which moment a report speaks, in words."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format

from health.reports.past import day_ended
from web.templatetags.dates import exactly

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
