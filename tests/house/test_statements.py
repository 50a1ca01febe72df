"""Statements lie in files of their own, each whole, with examples to run it by."""

import subprocess
from pathlib import Path

import pytest
from django.db import connection

from base import sql
from benchmarks.house import sources
from benchmarks.house.sql import long_statements

FILES = [str(each.path) for each in sources.files("*.sql") if not each.is_test]
MANY = "benchmarks/past_tables.sql"  # many statements, which make the tables that others read
TEMPORARY = "integrations/imports/jira/make_imported_events.sql"


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.setattr("base.sql.ROOT", tmp_path)
    sql.statement.cache_clear()

    def write(name, text):
        (tmp_path / name).write_text(text)
        return name

    yield write
    sql.statement.cache_clear()


def test_no_string_of_the_product_holds_a_long_statement():
    assert long_statements(sources.product()) == 0


def test_every_statement_lies_in_a_file_that_somebody_runs_or_includes():
    texts = [each.text for each in (*sources.product(), *sources.files("*.sql"))]
    named = {path for path in FILES if any(path in text for text in texts)}
    by_question = {path for path in FILES if path.startswith("health/history/sql/")}
    assert set(FILES) - named - by_question == set()


@pytest.mark.parametrize("path", FILES)
def test_a_file_has_an_example_for_each_parameter(path):
    printed = sql.filled(path)
    assert sql.statement(path)
    assert "%(" not in printed
    assert "-- include" not in printed


@pytest.mark.django_db
@pytest.mark.parametrize("path", [path for path in FILES if path not in (MANY, TEMPORARY)])
def test_postgresql_plans_what_is_printed(path):
    with connection.cursor() as cursor:
        cursor.execute(sql.statement(TEMPORARY))
        cursor.execute(BENCH_STORY)
        cursor.execute("EXPLAIN " + sql.filled(path))
        assert cursor.fetchall()


BENCH_STORY = """
CREATE TEMPORARY TABLE bench_story (
    id bigint, p bigint, n int, k int, sprint bigint, theme bigint, owner bigint, other bigint,
    discipline text, other_discipline text, first timestamptz, closes_at timestamptz,
    frozen boolean, started_at timestamptz, days float8, planned boolean, fate float8, luck float8,
    review_at timestamptz, done_at timestamptz, carried_at timestamptz
) ON COMMIT DROP
"""


def test_the_command_prints_it_filled():
    program = Path(sql.ROOT) / "bin" / "sql"
    done = subprocess.run([program, FILES[0]], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == sql.filled(FILES[0]).strip()


def test_what_another_file_defines_is_included_once_and_in_order(write):
    write("a.sql", "WITH a AS (\n    SELECT 1 AS x\n)\n\nSELECT * FROM a\n")
    write("b.sql", "-- include: a.sql\n\nWITH b AS (\n    SELECT * FROM a\n)\n\nSELECT * FROM b\n")
    both = write("c.sql", "-- include: a.sql\n-- include: b.sql\n\nSELECT * FROM a, b\n")
    assert sql.statement(both) == (
        "WITH a AS (\n    SELECT 1 AS x\n),\n\nb AS (\n    SELECT * FROM a\n)\n\nSELECT * FROM a, b"
    )


def test_a_name_stays_as_it_was_defined_first(write):
    write("a.sql", "WITH a AS (\n    SELECT 1 AS x\n)\n\nSELECT * FROM a\n")
    write("b.sql", "-- include: a.sql\n\nWITH b AS (\n    SELECT * FROM a\n)\n\nSELECT * FROM b\n")
    own = write(
        "c.sql",
        "WITH a AS (\n    SELECT 2\n),\n\n-- include: b.sql\nc AS (\n    TABLE b\n)\n\nTABLE c\n",
    )
    assert "SELECT 1" not in sql.statement(own)
    assert sql.statement(own).index("SELECT 2") < sql.statement(own).index("b AS (")


def test_what_nothing_refers_to_is_left_out_unless_it_writes(write):
    path = write(
        "a.sql",
        "WITH unread AS (\n    SELECT 1\n),\n\nwritten AS (\n    DELETE FROM t\n)\n\nSELECT 2\n",
    )
    assert sql.statement(path) == "WITH written AS (\n    DELETE FROM t\n)\n\nSELECT 2"


def test_an_expression_may_be_what_another_statement_returns(write):
    write("a.sql", "-- Facts as they are kept.\n\nWITH f AS (\n    TABLE kept\n)\n\nTABLE f\n")
    write("anew.sql", "-- Facts told anew.\nSELECT 1\n")
    path = write("b.sql", "-- include: a.sql\n\nSELECT * FROM f\n")
    assert sql.statement(path, f="anew.sql") == "WITH f AS (\nSELECT 1\n)\n\nSELECT * FROM f"


def test_the_nearest_example_counts(write):
    write("a.sql", "-- team = 1\n\nWITH a AS (\n    SELECT %(team)s\n)\n\nSELECT * FROM a\n")
    path = write("b.sql", "-- team = 2\n\n-- include: a.sql\n\nSELECT * FROM a\n")
    assert sql.filled("a.sql") == "WITH a AS (\n    SELECT 1\n)\n\nSELECT * FROM a\n"
    assert "SELECT 2" in sql.filled(path)
