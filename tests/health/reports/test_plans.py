"""What a report reads grows with its stories, also where the planner believes there are none."""

import json

import pytest
from django.db import connection

from facts.models import ProjectFacts
from health.reports.building import build_report
from tests.told.chronicle import Chronicle

# As a table is left that was emptied and then vacuumed: many pages, no rows. Of whatever is written
# next, the planner expects one row, until statistics are taken again.
BELIEVE_EMPTY = """
SELECT pg_restore_relation_stats('schemaname', 'public', 'relname', relname::text,
    'relpages', 1000, 'reltuples', 0::real)
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
"""
HANDLED = (
    "Actual Rows",
    "Rows Removed by Filter",
    "Rows Removed by Join Filter",
    "Rows Removed by Index Recheck",
)


@pytest.mark.django_db
def test_reading_four_times_the_stories_is_four_times_the_work_and_not_sixteen():
    comet, handled = Chronicle(), []
    for stories in (15, 45):
        for number in range(stories):
            comet.finish(number % 20, number % 20 + 1, path=["emma"])
        with connection.cursor() as cursor:
            cursor.execute(BELIEVE_EMPTY)
            cursor.execute("SET LOCAL enable_seqscan = off")  # as where tables are long
        with Counted() as rows:
            ProjectFacts.refresh(comet.project.pk)
            build_report(comet.team)
        handled.append(rows)
    once, more = handled
    grown = [(sql, once.rows[sql], rows) for sql, rows in more.rows.items() if sql in once.rows]
    assert len(grown) > 10
    assert not [one for one in grown if one[2] > 7 * (one[1] + 50)]


class Counted:
    """Counts, statement by statement, the rows that every step of its plan handles."""

    def __init__(self):
        self.rows = {}
        self.watching = connection.execute_wrapper(self._explained)

    def __enter__(self):
        self.watching.__enter__()
        return self

    def __exit__(self, *error):
        self.watching.__exit__(*error)

    def _explained(self, execute, sql, params, many, context):
        if sql.lstrip().startswith(("SELECT", "WITH", "EXECUTE")):
            with connection.connection.cursor() as cursor:  # a named one takes no EXPLAIN
                cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", params)
                [[told]] = cursor.fetchall()
            plan = told if isinstance(told, list) else json.loads(told)
            self.rows[sql] = handled_by(plan[0]["Plan"])
        return execute(sql, params, many, context)


def handled_by(step):
    """Return the rows that a step and all below it took in their hands."""
    own = sum(step.get(what, 0) for what in HANDLED) * step.get("Actual Loops", 1)
    return own + sum(handled_by(part) for part in step.get("Plans", ()))
