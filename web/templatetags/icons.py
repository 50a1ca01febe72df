"""Icons from the two sprites: Lucide's outlines, and our own filled marks."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
DECORATION = mark_safe('aria-hidden="true"')


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """Draw an outline icon; with a label it speaks, without one it is decoration."""
    return drawn("icons.svg", name, label, f"icon {css}".strip())


@register.simple_tag
def mark(name: str, label: str = "", css: str = "") -> SafeString:
    """Draw one of our own shapes: a health state, a column's category, the logo."""
    return drawn("marks.svg", name, label, f"mark {css}".strip())


@lru_cache(
    maxsize=1024
)  # a page has hundreds of some dozens; the address of a sprite never changes
def drawn(sprite: str, name: str, label: str, css: str) -> SafeString:
    if label:
        says = format_html('role="img" aria-label="{}"', label)
    else:
        says = DECORATION
    return format_html(
        '<svg class="{}" {}><use href="{}#{}"/></svg>', css, says, static(sprite), name
    )
