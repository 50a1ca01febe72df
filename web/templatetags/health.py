"""How a signal stands, as shape, word and colour together."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from web.templatetags.icons import mark

register = template.Library()

WORDS = {
    "healthy": "Healthy",
    "attention": "Needs attention",
    "unclear": "Unclear",
    "insufficient": "Not enough data",
    "split": "Split",
    "suppressed": "Not shown",
}
# What a report calls it, and the shape it has here.
SHAPES = {
    "not_enough_data": "insufficient",
    "not enough data": "insufficient",
    "": "insufficient",
    "suppressed": "insufficient",
    "split": "unclear",
}


@register.simple_tag
def health(state: str, face: str = "word", word: str = "") -> SafeString:
    """Show a state as mark and word, as a "chip" or as the bare "mark"; `word` overrides it."""
    shape = SHAPES.get(state, state)
    word = word or WORDS.get(state) or WORDS.get(shape, shape)
    if face == "mark":
        drawing = mark(shape, word)
        return format_html(
            '<span class="health health-{}" title="{}">{}</span>', shape, word, drawing
        )
    css = "health health-chip" if face == "chip" else "health"
    return format_html('<span class="{} health-{}">{}{}</span>', css, shape, mark(shape), word)
