"""Doing the work: the effect and “done” are one, a failure says why, a dead worker is replaced."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from jobs.models import Job
from jobs.tasks import forget_old_jobs
from tests.jobs.conftest import at_once, make_due, register
from tests.present import present


def leave_a_mark():
    ContentType.objects.create(app_label="marks", model="mark")


def marks():
    return ContentType.objects.filter(app_label="marks").count()


def test_a_failing_job_tries_again_with_growing_pauses_and_then_says_why(db, monkeypatch):
    register(monkeypatch, "break", lambda: 1 / 0)
    Job.ask("break", key="a")
    pauses = []
    for attempt in (1, 2):
        Job.run_waiting()
        job = Job.objects.get()
        assert (job.state, job.attempts) == ("waiting", attempt)
        assert job.error == "ZeroDivisionError: division by zero"
        pauses.append((job.run_at - job.created_at).total_seconds())
        make_due(job)
    assert 2 <= pauses[0] < pauses[1]

    Job.run_waiting()
    job = Job.objects.get()
    assert (job.state, job.attempts, job.lease) == ("failed", 3, None)
    assert "division by zero" in job.error
    make_due(job)
    assert Job.run_waiting() == 0


def test_what_a_failing_job_wrote_is_gone(db, monkeypatch):
    def write_and_break():
        leave_a_mark()
        raise ValueError("Half way.")

    register(monkeypatch, "break", write_and_break)
    Job.ask("break", key="a")
    Job.run_waiting()
    assert marks() == 0


def test_a_broken_reference_fails_the_job_and_not_the_worker(db, monkeypatch):
    """PostgreSQL checks references at the commit; that is too late for saying why."""

    def refer_to_nothing():
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO auth_permission (name, content_type_id, codename) VALUES ('', 0, '')"
            )

    register(monkeypatch, "break", refer_to_nothing)
    Job.ask("break", key="a")
    Job.run_waiting()
    assert (
        "ForeignKeyViolation" in Job.objects.get().error or "foreign key" in Job.objects.get().error
    )


def test_a_failed_job_can_be_retried_with_all_its_attempts(db, monkeypatch, done):
    register(monkeypatch, "break", lambda: 1 / 0, attempts=1)
    Job.ask("break", key="a")
    Job.run_waiting()
    job = Job.objects.failed().get()

    register(monkeypatch, "break", lambda: done.append("mended"))
    assert job.retry()
    assert not job.retry(), "it waits already"
    Job.run_waiting()
    assert done == ["mended"]
    assert Job.objects.get().state == "done"


def test_a_failed_job_is_not_retried_beside_a_newer_one(db, monkeypatch):
    register(monkeypatch, "break", lambda: 1 / 0, attempts=1)
    Job.ask("break", key="a")
    Job.run_waiting()
    failed = Job.objects.get()
    Job.ask("break", key="a")

    assert not failed.retry()
    assert Job.objects.waiting().get() != failed


def test_a_failure_gives_way_to_a_newer_job_with_the_same_key(db, monkeypatch):
    register(monkeypatch, "break", lambda: Job.ask("break", key="a") and 1 / 0)
    Job.ask("break", key="a")
    job = present(Job.lease_next())
    Job.ask("break", key="a")
    job.perform()

    job.refresh_from_db()
    assert job.state == "done"
    assert "A newer job with this key does its work." in job.error
    assert Job.objects.waiting().count() == 1


def test_the_job_of_a_dead_worker_is_taken_over_when_its_lease_ran_out(db, done):
    Job.ask("greet", key="a")
    dead = Job.lease_next()
    assert Job.run_waiting() == 0
    make_due(dead)

    assert Job.objects.ready().exists()
    assert Job.run_waiting() == 1
    assert done == ["world"]
    assert Job.objects.get().attempts == 2


def test_a_worker_that_was_taken_for_dead_does_nothing(db, done):
    Job.ask("greet", key="a")
    slow = present(Job.lease_next())
    make_due(slow)
    quick = present(Job.lease_next())
    assert quick.lease != slow.lease

    slow.perform()
    assert done == []
    quick.perform()
    slow.perform()
    assert done == ["world"]


def test_a_late_failure_does_not_touch_what_somebody_else_leased(db, done):
    Job.ask("greet", key="a")
    slow = present(Job.lease_next())
    make_due(slow)
    quick = present(Job.lease_next())
    slow._try_again(RuntimeError("The connection was lost."))
    slow.attempts = 99
    slow._try_again(RuntimeError("The connection was lost."))

    quick.perform()
    job = Job.objects.get()
    assert (job.state, job.error) == ("done", "")


def test_work_that_kills_its_workers_ends_as_failed(db, monkeypatch, done):
    register(monkeypatch, "greet", lambda: done.append("again"), attempts=2)
    Job.ask("greet", key="a")
    for _ in range(2):
        make_due(Job.lease_next())
    Job.run_waiting()

    job = Job.objects.get()
    assert (job.state, done) == ("failed", [])
    assert job.error == "WorkerDied: No worker survived the work, 2 times."


def test_a_kind_that_only_newer_workers_know_waits_for_one(db, monkeypatch, done):
    Job.ask("unheard_of", key="a")
    Job.run_waiting()
    job = Job.objects.get()
    assert job.state == "waiting"
    assert "doesn't know" in job.error

    register(monkeypatch, "unheard_of", lambda: done.append("heard"))
    make_due(job)
    Job.run_waiting()
    assert done == ["heard"]


@pytest.mark.django_db(transaction=True)
def test_many_workers_do_each_job_once(monkeypatch):
    register(monkeypatch, "mark", leave_a_mark_named)
    for number in range(60):
        Job.ask("mark", key=str(number), number=number)
    at_once(lambda worker: Job.run_waiting(), times=4)

    assert marks() == 60
    assert set(Job.objects.values_list("state", "attempts")) == {("done", 1)}


def leave_a_mark_named(number):
    ContentType.objects.create(app_label="marks", model=str(number))


@pytest.mark.django_db(transaction=True)
def test_a_long_job_is_not_taken_away_from_a_living_worker(monkeypatch, done):
    """Its lease runs out while it works, but its row stays locked."""

    def outlast_the_lease():
        at_once(lambda worker: done.append(Job.run_waiting()), times=1)

    monkeypatch.setattr("jobs.models.job.LEASE_SECONDS", -1)
    register(monkeypatch, "long", outlast_the_lease)
    Job.ask("long", key="a")
    assert Job.run_waiting() == 1
    assert done == [0]
    assert Job.objects.get().state == "done"


def test_old_work_is_forgotten_and_failures_are_kept(db, done):
    Job.ask("greet", key="a")
    Job.ask("greet", key="b")
    Job.run_waiting()
    Job.objects.update(finished_at="2026-01-01T00:00Z")
    Job.objects.filter(key="b").update(state="failed")
    Job.ask("greet", key="c")

    forget_old_jobs()
    assert set(Job.objects.values_list("key", flat=True)) == {"b", "c"}


def test_a_job_asks_for_the_next_one(db, monkeypatch, done):
    register(monkeypatch, "first", lambda: Job.ask("greet", key="next"))
    with transaction.atomic():
        Job.ask("first", key="a")
    assert Job.run_waiting() == 2
    assert done == ["world"]
