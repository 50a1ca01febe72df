"""The Celery application of these tests: the product's, and work whose effect can be counted.

Imported by the programs that the tests start, never by the tests themselves.
"""

import os
import signal
from datetime import timedelta

import django
from django.db import connection

from config.celery import app

django.setup()

from jobs.kinds import kind  # noqa: E402  models can be imported only after the setup
from jobs.models import job as jobs  # noqa: E402
from tests.durability.marks import LEAVE_MARK  # noqa: E402

app.conf.beat_schedule = {
    "drain": {"task": "jobs.tasks.drain", "schedule": timedelta(seconds=0.5)},
    "ring-schedule": {"task": "jobs.tasks.ring_schedule", "schedule": timedelta(seconds=1)},
}
jobs.LEASE_SECONDS = 1


@kind("durability_mark")
def mark(number):
    """Takes its time between its two effects, so that a kill finds it half way."""
    with connection.cursor() as cursor:
        cursor.execute(LEAVE_MARK, [number, "begin"])
        cursor.execute("SELECT pg_sleep(0.04)")
        cursor.execute(LEAVE_MARK, [number, "end"])


@kind("durability_poison", attempts=2)
def poison():
    mark(-1)
    os.kill(os.getpid(), signal.SIGKILL)


@kind("durability_hang", attempts=2)
def hang():
    """Deaf to everything, as where a library waits for what never comes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(100000)")


@kind("durability_turn", every=timedelta(days=1))
def turn():
    mark(-2)
