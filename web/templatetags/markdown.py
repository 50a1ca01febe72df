"""Markdown as people write it, cleaned of everything that could act."""

import re
from collections.abc import Sequence
from html import escape

import nh3
from django import template
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.tasklists import tasklists_plugin

register = template.Library()

KEY = re.compile(r"(?<![\w/-])[A-Z][A-Z0-9]{1,9}-[1-9][0-9]{0,8}(?![\w-])")  # TV-42
TAGS = {
    "a",
    "blockquote",
    "br",
    "code",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "input",
    "label",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
}
# No images: a picture from elsewhere tells its server who read the story.
CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes={
        "a": {"href", "title"},
        "ol": {"start"},
        "input": {"type", "checked", "disabled"},
    },
    allowed_classes={"li": {"task-list-item"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow noopener noreferrer",
)


def picture(
    renderer: RendererHTML, tokens: Sequence[Token], at: int, options: object, env: object
) -> str:
    """A picture as a link that says what it shows: nothing is fetched before somebody asks."""
    source = str(tokens[at].attrs.get("src", ""))
    says = tokens[at].content.strip() or "picture"
    return f'<a href="{escape(source)}">{escape(says)}</a>'


def link_keys(state: StateCore) -> None:
    """Make a link of each key of a story, where it isn't part of a link or of code."""
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = _linked(block.children)


def _linked(tokens: list[Token]) -> list[Token]:
    found, inside = [], 0
    for token in tokens:
        inside += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        is_plain = token.type == "text" and not inside
        found += _split(token.content) if is_plain else [token]
    return found


def _split(text: str) -> list[Token]:
    """The text with a link in place of each key; whom it leads nowhere is told so there."""
    tokens, end = [], 0
    for key in KEY.finditer(text):
        address = reverse("story", args=[key.group()])
        tokens += [
            _text(text[end : key.start()]),
            Token("link_open", "a", 1, attrs={"href": address}),
            _text(key.group()),
            Token("link_close", "a", -1),
        ]
        end = key.end()
    return [*tokens, _text(text[end:])]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


# Raw HTML in the text stays text; line breaks count, as people expect in a comment box.
PARSER = MarkdownIt("commonmark", {"html": False, "breaks": True, "linkify": True})
PARSER.enable(["table", "strikethrough", "linkify"])
assert PARSER.linkify is not None  # linkify-it-py is among the requirements
PARSER.linkify.set({"fuzzy_link": False})  # else every models.py would lead to Paraguay
PARSER.use(tasklists_plugin, label=True)
PARSER.core.ruler.after("linkify", "story_keys", link_keys)
PARSER.add_render_rule("image", picture)


@register.filter
def linked_keys(text: str) -> str:
    """Plain text with a link in place of each key of a story."""

    def link(key: re.Match[str]) -> str:
        return f'<a href="{reverse("story", args=[key.group()])}">{key.group()}</a>'

    return mark_safe(KEY.sub(link, conditional_escape(text)))


@register.filter
def markdown(text: str | None) -> str:
    """Return the text as safe HTML; headings start at h3, below those of the page."""
    html = PARSER.render(text or "")
    for level in (4, 3, 2, 1):
        html = html.replace(f"<h{level}>", f"<h{level + 2}>").replace(
            f"</h{level}>", f"</h{level + 2}>"
        )
    return mark_safe(CLEANER.clean(html))
