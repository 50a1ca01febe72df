"""SQL that is written in Python's strings instead of a file of its own."""

import ast
import re
from collections.abc import Iterable, Iterator

from benchmarks.house.sources import Source

STATEMENT = re.compile(r"^\s*(SELECT|WITH|INSERT INTO|UPDATE|DELETE FROM|CREATE|ALTER)\b", re.M)
ONE_GLANCE = 5  # so many lines are read without leaving the function


def strings(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.JoinedStr):
            parts = []
            for part in node.values:
                if isinstance(part, ast.Constant):
                    parts.append(part.value)
            yield "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def long_statements(sources: Iterable[Source]) -> int:
    """Return the lines of all statements in strings that take more than a glance."""
    lines = 0
    for source in sources:
        for text in strings(source):
            written = []
            for line in text.splitlines():
                if line.strip():
                    written.append(line)
            if len(written) > ONE_GLANCE and STATEMENT.search(text):
                lines += len(written)
    return lines
