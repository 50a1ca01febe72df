"""What was written in Markdown as plain lines: paper follows no links and shows no marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from markdown_it.token import Token

PARSER = MarkdownIt("commonmark", {"html": False})
PARSER.enable(["table", "strikethrough"])
BREAKS = {"softbreak", "hardbreak"}


def plain_lines(markdown: str) -> list[str]:
    """Return its lines in order; items of lists begin with a dot, cells are parted by one."""
    lines: list[str] = []
    bullet = ""
    row: list[str] | None = None
    for token in PARSER.parse(markdown):
        if token.type == "list_item_open":
            bullet = "• "
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            lines.append(" · ".join(row or ()))
            row = None
        elif token.type == "inline" and row is not None:
            row.append(_words(token))
        elif token.content:
            first, *others = _words(token).rstrip("\n").split("\n")
            lines += [bullet + first, *others]
            bullet = ""
    return [line for line in lines if line.strip()]


def _words(token: Token) -> str:
    """The words of a paragraph, or code as it stands."""
    if token.children is None:
        return token.content
    words = []
    for child in token.children:
        words.append("\n" if child.type in BREAKS else child.content)
    return "".join(words)
