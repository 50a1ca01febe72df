"""What a page or a list asks stays small where the planner believes that all tables are empty."""

import pytest
from django.db import connection
from django.utils import timezone

from benchmarks.invented.odd import Odd
from benchmarks.invented.written import written
from forecasts.issuing import issue_all
from health.reports.building import build_report
from tests.health.reports.test_plans import BELIEVE_EMPTY, Counted
from tests.odd.crawler import Crawl
from tests.told.chronicle import kept

pytestmark = pytest.mark.xdist_group("plans of odd teams")  # made once, and only read

BUSY = Odd(closed=14, stories=40, projects=3)
OTHERS = 9  # teams as large, whose rows are none of its business


@pytest.fixture(scope="module")
def teams(django_db_setup, django_db_blocker):
    yield from kept(django_db_blocker, write)


def write():
    made = written([BUSY] * (OTHERS + 1), timezone.now())
    build_report(made[0].team)
    issue_all(made[0].projects[0])
    return made


def test_no_page_and_no_list_compares_rows_with_rows(teams):
    """A hundred times as many rows as the history has are more than any question is worth.

    Comparing the lines of all commitments with each other took fifteen hundred times as many.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM projects_event")
        [history] = cursor.fetchone()
        cursor.execute(BELIEVE_EMPTY)
        cursor.execute("SET LOCAL enable_seqscan = off")  # as where tables are long
    with Counted() as handled:
        Crawl(teams[0].team).visit(teams[0].lead)
    assert len(handled.rows) > 100
    assert not [(rows, sql) for sql, rows in handled.rows.items() if rows > 100 * history]
