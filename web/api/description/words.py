"""An operation's summary and description, out of the words that its code has already."""

from __future__ import annotations

import re

END = re.compile(r"[.;](\s|$)")


def plain(docstring: str | None) -> str:
    """The docstring in one line."""
    return " ".join((docstring or "").split())


def summary_of(told: str) -> str:
    """Its first sentence, or what stands before a semicolon, without the point."""
    return END.split(told, maxsplit=1)[0]


def summary_of_list(path: str) -> str:
    """`List use cases` of …/use-cases/; what is one thing by its name is read."""
    noun = path.rstrip("/").rpartition("/")[2].replace("-", " ")
    if noun.endswith("s"):
        return f"List {noun}"
    return f"Read the {noun}"


def summary_of_one(basename: str) -> str:
    return f"Read one {basename.replace('-', ' ')}"
