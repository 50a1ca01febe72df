"""What bin/measure counts, on sources small enough to count by hand."""

import ast

import pytest

from benchmarks.house import lines, rooms, sources, sql, table
from benchmarks.house.sources import Source


@pytest.fixture
def source(tmp_path, monkeypatch):
    monkeypatch.setattr("benchmarks.house.sources.ROOT", tmp_path)

    def write(text, name="stories/card_renderer.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return Source(path.relative_to(tmp_path))

    return write


def test_functions_that_say_what_they_return_are_counted(source):
    one = source(
        "def a() -> int: ...\nclass B:\n    async def c(self): ...\n    def d(self) -> None: ...\n"
    )
    assert lines.typed_share([one]) == pytest.approx(100 * 2 / 3)
    assert lines.typed_share([]) == 0


def test_only_comments_on_lines_of_their_own_count(source):
    one = source('# A reason.\na = 1  # beside\n\nb = "# none"\n')
    assert lines.comment_share([one]) == pytest.approx(100 / 3)


def test_dense_lines_are_counted_for_each_hundred(source):
    one = source("a = [b for b in range(3)]\nc = 1 if a else 2\nd = {e: e for e in a}\nf = 4\n")
    assert lines.per_hundred(lines.COMPREHENSIONS, [one]) == 50
    assert lines.per_hundred(ast.IfExp, [one]) == 25


def test_only_long_statements_in_strings_are_sql(source):
    short, rest = 'A = """\nSELECT 1\nFROM a\n"""\n', "\n".join("    , b" for _ in range(5))
    one = source(f'{short}B = """\nWITH a AS (SELECT 1\n{rest}\n)\nSELECT 2\n"""\n')
    assert sql.long_statements([one]) == 8
    assert sql.long_statements([source("C = '''" + "word\n" * 9 + "'''\n", "stories/c.py")]) == 0


def test_a_class_name_in_two_modules_is_told_with_both(source):
    both = [source("class Line: ...\n", "a/x.py"), source("class Line: ...\n", "b/y.py")]
    assert lines.repeated_classes(both) == {"Line": ["a/x.py", "b/y.py"]}


def test_the_table_of_this_house_has_a_figure_in_each_row():
    rows = list(table.rows())
    assert len(rows) >= 12
    assert all(row.stands and row.to_be for row in rows)


def test_no_modules_import_each_other_in_a_circle():
    inside = {
        each.room
        for each in sources.product()
        if (sources.ROOT / each.room / "__init__.py").exists()
    }
    assert rooms.circles(sorted(inside - {"benchmarks", "bin"})) == []
