"""A query that is compiled once answers as if it were built anew for each call."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from base.compiled_query import CompiledQuery
from projects.models import Project
from solutions.models import Solution
from teams.models import User


@pytest.fixture
def solutions(apollo, team, alice):
    gemini = Project.start(team, key="GE", name="Gemini", by=alice)
    made = []
    for project in (apollo, gemini):
        for name in ("One", "Two"):
            made.append(Solution.sketch(project, name=name, kind="model", by=alice))
    made[0].show(by=alice)
    return made


def build(project, reader):
    rows = Solution.objects.visible_to(User(pk=reader)).filter(project=project)
    return rows.with_stage().longest_first()


def told(rows):
    """All that was read with each row, by name, with its type."""
    read = []
    for row in rows:
        cells = {name: value for name, value in vars(row).items() if name != "_state"}
        read.append({name: (type(value), value) for name, value in cells.items()})
    return read


def test_it_reads_the_same_for_everybody_and_every_project(solutions, alice, gina, charlie):
    compiled = CompiledQuery(build, "project", "reader")
    numbers = []
    for project in {one.project_id for one in solutions}:
        for user in (alice, gina, charlie):
            rows = compiled(project=project, reader=user.pk)
            assert told(rows) == told(build(project, user.pk))
            numbers.append(len(rows))
    assert sorted(numbers) == [0, 0, 0, 1, 2, 2]


def test_it_is_built_once_and_asks_one_statement(solutions, alice):
    built = []

    def counting(project, reader):
        built.append(project)
        return build(project, reader)

    compiled = CompiledQuery(counting, "project", "reader")
    with CaptureQueriesContext(connection) as statements:
        for one in solutions:
            compiled(project=one.project_id, reader=alice.pk)
    assert (len(built), len(statements)) == (1, len(solutions))


def test_a_value_that_the_query_doesnt_ask_for_is_a_mistake(solutions):
    compiled = CompiledQuery(lambda project, reader: build(project, 7), "project", "reader")
    with pytest.raises(AssertionError, match="reader"):
        compiled(project=1, reader=2)
