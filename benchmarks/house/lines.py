"""How dense the lines are, how much is typed, and how often a reason stands beside the code."""

import ast
import io
import tokenize
from collections.abc import Iterable, Iterator

from benchmarks.house.sources import Source

Function = ast.FunctionDef | ast.AsyncFunctionDef
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def share(part: float, whole: float) -> float:
    """Return what part of the whole it is in percent; of nothing it is 0."""
    if whole:
        return 100 * part / whole
    return 0.0


def count_lines(sources: Iterable[Source]) -> int:
    return sum(len(source.lines) for source in sources)


def functions(sources: Iterable[Source]) -> Iterator[Function]:
    for source in sources:
        for node in ast.walk(source.tree):
            if isinstance(node, Function):
                yield node


def typed_share(sources: Iterable[Source]) -> float:
    """Return the percentage of functions that say what they return."""
    every = list(functions(sources))
    return share(sum(each.returns is not None for each in every), len(every))


def comment_share(sources: list[Source]) -> float:
    """Return how many of a hundred lines are comments on lines of their own."""
    return share(sum(map(_comments, sources)), count_lines(sources))


def _comments(source: Source) -> int:
    tokens = tokenize.generate_tokens(io.StringIO(source.text).readline)
    count = 0
    for token in tokens:
        if token.type == tokenize.COMMENT and token.line.lstrip().startswith("#"):
            count += 1
    return count


def per_hundred(kinds: type | tuple[type, ...], sources: list[Source]) -> float:
    """Return how many nodes of these kinds stand in a hundred lines."""
    nodes = (node for source in sources for node in ast.walk(source.tree))
    return share(sum(isinstance(node, kinds) for node in nodes), count_lines(sources))


def skips(sources: Iterable[Source]) -> int:
    """Count where the formatter is told to keep away."""
    return sum(source.text.count("# fmt: " + "skip") for source in sources)


def repeated_classes(sources: Iterable[Source]) -> dict[str, list[str]]:
    """Return the names that several modules give to a class, with the modules."""
    homes: dict[str, list[str]] = {}
    for source in sources:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ClassDef) and node.name != "Meta":
                homes.setdefault(node.name, []).append(str(source.path))
    repeated_classes = {}
    for name, where in homes.items():
        if len(where) > 1:
            repeated_classes[name] = where
    return repeated_classes
