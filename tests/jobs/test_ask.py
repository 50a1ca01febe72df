"""Asking for work: with the change, once for each key, never lost between two workers."""

from datetime import timedelta

import pytest
from django.db import transaction

from jobs.models import Job
from tests.jobs.conftest import at_once
from tests.present import present


def test_what_is_asked_for_is_done(db, done):
    Job.ask("greet", key="a", name="alice")

    assert Job.run_waiting() == 1
    assert done == ["alice"]
    job = Job.objects.get()
    assert (job.state, job.attempts, job.lease, job.error) == ("done", 1, None, "")
    assert job.finished_at
    assert Job.run_waiting() == 0


def test_one_key_waits_as_one_job(db, done):
    Job.ask("greet", key="a")
    Job.ask("greet", key="a")
    Job.ask("greet", key="b")

    assert list(Job.objects.waiting().order_by("key").values_list("key", "asked")) == [
        ("a", 2),
        ("b", 1),
    ]
    assert Job.run_waiting() == 2


@pytest.mark.django_db(transaction=True)
def test_one_key_waits_as_one_job_when_asked_for_by_many_at_once(done):
    at_once(lambda number: Job.ask("greet", key="a"), times=12)
    job = Job.objects.get()
    assert (job.state, job.asked) == ("waiting", 12)


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_takes_its_job_with_it(done):
    ask_and_roll_back()
    assert not Job.objects.exists()


def ask_and_roll_back():
    with transaction.atomic():
        Job.ask("greet", key="a")
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_second_ask_leaves_the_first(done):
    Job.ask("greet", key="a")
    ask_and_roll_back()
    assert Job.objects.get().asked == 1


def test_asking_while_it_runs_makes_it_run_again(db, done):
    Job.ask("greet", key="a", name="first")
    running = Job.lease_next()
    Job.ask("greet", key="a", name="second")

    assert Job.lease_next() is None, "two of one key never run side by side"
    present(running).perform()
    assert Job.run_waiting() == 1
    assert done == ["first", "second"]


def test_other_keys_do_not_wait_for_it(db, done):
    Job.ask("greet", key="a", name="alice")
    Job.lease_next()
    Job.ask("greet", key="b", name="bob")
    assert Job.run_waiting() == 1
    assert done == ["bob"]


def test_work_for_later_waits_for_its_time_unless_asked_for_sooner(db, done):
    Job.ask("greet", key="a", delay=timedelta(hours=1))
    assert Job.run_waiting() == 0
    assert not Job.objects.ready().exists()
    Job.ask("greet", key="a")
    assert Job.objects.ready().exists()
    assert Job.run_waiting() == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_waits_for_no_ask_and_loses_none(done):
    """While a change that asks again is open, the job is passed by; then it is there."""
    Job.ask("greet", key="a")
    with transaction.atomic():
        Job.ask("greet", key="a")
        at_once(lambda number: Job.run_waiting() and pytest.fail("it was not ours"), times=1)
    assert Job.run_waiting() == 1
    assert done == ["world"]
