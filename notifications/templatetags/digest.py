"""Words of people in a mail: each in one line, so that none can pass for another part of it."""

from django import template

from notifications.digest.digest_email import one_line

register = template.Library()


@register.filter
def line(text: str) -> str:
    return one_line(str(text))
