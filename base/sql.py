"""Statements that lie in `.sql` files beside the module that runs them.

A file is one statement. Its head says what it answers, and for each parameter an example,
`-- team = 1`. Between its common table expressions `-- include: facts/sql/timeline.sql` brings
those of another file, with what that one includes. A name that is taken stays as it was defined
first: so a statement says itself what `story_events` are, and all it includes reads those. What
nothing refers to is left out.
"""

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = re.compile(r"^-- (\w+) = (.+)$", re.M)
INCLUDE = re.compile(r"^-- include: (\S+)$", re.M)
EXPRESSION = re.compile(r"(?:WITH )?(\w+) AS (?:MATERIALIZED )?\(")
COMMENT = re.compile(r"^ *--.*(?:\n|\Z)", re.M)
WRITES = re.compile(r"\b(?:INSERT|UPDATE|DELETE)\b")
PARAMETER = re.compile(r"%\((\w+)\)s")


class Expression(NamedTuple):
    """A common table expression: its name, and its text without a comma at the end."""

    name: str
    text: str


@cache
def statement(path: str, **tables: str) -> str:
    """Return what the file says, with its includes and without comments.

    Each of `tables` names an expression that is to be what the statement of another file returns.
    """
    return COMMENT.sub("", _whole(path, tables)).strip()


def filled(path: str) -> str:
    """Return it with the examples of the heads in place of its parameters, to run and EXPLAIN."""
    examples = _examples(path)
    return PARAMETER.sub(lambda found: examples[found[1]], _whole(path, {}))


def _whole(path: str, tables: dict[str, str]) -> str:
    defined: dict[str, str] = {}
    for expression in _expressions(path):
        text = expression.text
        if expression.name in tables:
            text = f"{expression.name} AS (\n{statement(tables[expression.name])}\n)"
        defined.setdefault(expression.name, text)
    final = "\n".join(_final(_lines(path)))
    needed = ",\n\n".join(_needed(defined, final))
    if needed:
        return f"WITH {needed}\n\n{final}\n"
    return f"{final}\n"


def _needed(defined: dict[str, str], final: str) -> list[str]:
    """Return what the statement refers to, by way of others too, and what writes."""
    needed: list[str] = []
    read = final
    for name, text in reversed(defined.items()):
        if WRITES.search(text) or re.search(rf"\b{name}\b", read):
            needed.insert(0, text)
            read += text
    return needed


def _expressions(path: str) -> Iterator[Expression]:
    """Yield those of the file and of what it includes, in the order in which they are written."""
    lines = _lines(path)
    for line in lines:
        if included := INCLUDE.fullmatch(line):
            yield from _expressions(included[1])
        elif begun := EXPRESSION.fullmatch(line):
            body, _ = _body(lines)
            yield Expression(begun[1], "\n".join([line.removeprefix("WITH "), *body, ")"]))


def _final(lines: Iterator[str]) -> list[str]:
    """Return what follows the last expression: the statement itself."""
    goes_on = True
    for line in lines:
        if goes_on and EXPRESSION.fullmatch(line):
            _, goes_on = _body(lines)
        elif line and not line.startswith("--"):
            return [line, *lines]
    return []


def _body(lines: Iterator[str]) -> tuple[list[str], bool]:
    """Return the lines up to the bracket in the first place, and whether another one follows."""
    body: list[str] = []
    for line in lines:
        if line in (")", "),"):
            return body, line == "),"
        body.append(line)
    raise ValueError("An expression ends with a bracket on a line of its own.")


def _lines(path: str) -> Iterator[str]:
    return iter((ROOT / path).read_text().splitlines())


def _examples(path: str) -> dict[str, str]:
    """Return by name what heads say; that of the file itself counts before those it includes."""
    text = (ROOT / path).read_text()
    examples: dict[str, str] = {}
    for included in INCLUDE.findall(text):
        examples.update(_examples(included))
    return {**examples, **dict(EXAMPLE.findall(text))}


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(filled(str(Path(argument).resolve().relative_to(ROOT))))
