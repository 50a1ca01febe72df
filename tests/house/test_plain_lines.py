"""A comprehension that doesn't fit a line is a loop; a conditional chooses between two values."""

import ast
from collections.abc import Iterator

from benchmarks.house import sources
from benchmarks.house.lines import COMPREHENSIONS
from benchmarks.house.sources import Source


def long_comprehensions(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, COMPREHENSIONS) and node.end_lineno != node.lineno:
            yield f"{source.path}:{node.lineno}"


def nested_conditionals(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.IfExp):
            inner = [each for each in ast.walk(node) if isinstance(each, ast.IfExp)]
            if len(inner) > 1:
                yield f"{source.path}:{node.lineno}"


def prose() -> list[Source]:
    return [source for source in sources.product() if not source.is_pure]


def test_no_comprehension_is_longer_than_a_line():
    assert not [place for source in prose() for place in long_comprehensions(source)]


def test_no_conditional_expression_holds_another():
    assert not [place for source in prose() for place in nested_conditionals(source)]
