"""Jira's two ways to write text: wiki markup, and documents of Atlassian's own format as JSON."""

from collections.abc import Iterator
from typing import Any

from integrations.imports.jira.reading import clean

BLOCKS = {"paragraph", "heading", "listItem", "codeBlock", "blockquote", "tableRow", "rule"}
DEEPEST = 60


def as_text(value: object) -> str:
    """Return the words of a description or comment; markup of the old kind stays as it is."""
    if isinstance(value, dict):
        value = "".join(_words(value, 0)).strip()
    if not isinstance(value, str):
        return ""
    return clean(value)


def _words(node: dict[str, Any], depth: int) -> Iterator[str]:
    kind = node.get("type")
    attributes = node.get("attrs")
    if not isinstance(attributes, dict):
        attributes = {}
    if kind == "text":
        yield str(node.get("text", ""))
    elif kind in ("mention", "emoji", "inlineCard"):
        yield str(
            attributes.get("text") or attributes.get("shortName") or attributes.get("url", "")
        )
    elif kind == "hardBreak":
        yield "\n"
    if kind == "listItem":
        yield "- "
    children = node.get("content")
    if isinstance(children, list) and depth < DEEPEST:
        for child in children:
            if isinstance(child, dict):
                yield from _words(child, depth + 1)
    if kind in BLOCKS:
        yield "\n"
