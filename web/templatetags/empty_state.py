"""What a page says where there is nothing to show yet, and where to go from there."""

from django import template
from django.template.loader import render_to_string

register = template.Library()


@register.simple_block_tag
def empty_state(
    content: str, title: str, picture: str = "inbox", link: str = "", word: str = ""
) -> str:
    """Draw a picture and a title above the block's sentences, and a button if there is a link."""
    context = {"title": title, "text": content, "picture": picture, "link": link, "word": word}
    return render_to_string("_parts/_empty.html", context)
