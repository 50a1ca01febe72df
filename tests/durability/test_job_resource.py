"""A job that was asked for over the API, done or failed by a real worker behind a real Redis."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.models.functions import Now

from base import clock
from health.models import HealthReport
from jobs.models import Job
from projects.models import Project
from tests.durability.programs import SprintDates, Worker, wait_until

TABLE = HealthReport._meta.db_table
NO_PAST = f"""
CREATE FUNCTION refuse_past() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'SECRET inner words'; END $$;
CREATE TRIGGER refuse_past BEFORE INSERT ON {TABLE}
FOR EACH ROW WHEN (new.as_of < '2026-02-01') EXECUTE FUNCTION refuse_past()
"""
PAST = f"DROP TRIGGER refuse_past ON {TABLE}; DROP FUNCTION refuse_past"


@pytest.fixture
def no_past(house):
    """Reports of old days can't be kept, whoever computes them."""
    with connection.cursor() as cursor:
        cursor.execute(NO_PAST)
    yield
    house.end()
    with connection.cursor() as cursor:
        cursor.execute(PAST)


@pytest.fixture
def old(team, root):
    """A project that was begun before the days that are asked for."""
    with clock.at(datetime(2026, 1, 2, tzinfo=UTC)):
        return Project.start(team, key="OLD", name="Old", by=root)


def path_in(address):
    return address.partition("/api/v1/")[2]


def test_a_worker_makes_what_was_asked_for_and_what_failed_is_told(house, no_past, old, api, alice):
    client = api(alice)
    asked = client.post("teams/orbit/reports/", {})  # Redis isn't there yet
    refused = client.post("teams/orbit/reports/", {"day": "2026-01-05"})
    done, failed = (path_in(answer["Location"]) for answer in (asked, refused))
    assert (asked.status_code, client.get(done).json()["state"]) == (202, "waiting")

    house.redis.start_and_wait()
    house.program(Worker, "one").start()
    house.program(SprintDates).start()

    def state_of(path):
        Job.objects.waiting().update(run_at=Now())  # the pauses between attempts pass at once
        return client.get(path).json()["state"]

    wait_until(lambda: state_of(done) == "done", "the report")
    result = client.get(done).json()["result"]
    assert client.get(path_in(result)).json()["team"] == "orbit"
    wait_until(lambda: state_of(failed) == "failed", "the failure")
    told = client.get(failed)
    assert told.json()["problem"]["type"].endswith("/job-failed/")
    assert told.json()["attempts"] == 3
    assert "SECRET" not in told.content.decode()
