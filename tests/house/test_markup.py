"""Markup lies in templates; modules that draw an SVG say so."""

import ast
import re

from benchmarks.house import sources

TAG = re.compile(r"(?<!\?P)</?[a-z][a-z0-9]*[ >/]")  # no named group


def test_no_constant_holds_markup_but_that_of_a_drawing():
    found = []
    for source in sources.product():
        if source.room in ("benchmarks", "bin") or source.is_migration:
            continue
        if "SVG" in (ast.get_docstring(source.tree) or ""):
            continue
        found += [f"{source.path}:{line}" for line in markup_in(source.tree)]
    assert found == []


def markup_in(tree):
    """Lines of the module's own constants that hold a tag."""
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value:
            for part in ast.walk(statement.value):
                if not isinstance(part, ast.Constant) or not isinstance(part.value, str):
                    continue
                if TAG.search(part.value):
                    yield part.lineno


def test_markup_is_seen_in_a_constant():
    told = ast.parse('ROW = "<li class=row>{}</li>"\nHOW = "a < b"\ndef f():\n    return "<p>"')
    assert list(markup_in(told)) == [1]
