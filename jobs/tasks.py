import time
from datetime import timedelta

from celery import shared_task

from jobs.kinds import kind
from jobs.models import Job, Slot
from jobs.models.job import ring
from web.models import IdempotencyRecord

# Then the next message goes on, so that a worker can be stopped between, and Celery's limit is one
# of a job and not of many.
AT_ONCE, A_WHILE = 200, 30.0  # jobs, seconds


@shared_task(ignore_result=True)
def drain() -> None:
    """Run what waits. A job that never ends is killed with its process, which is replaced."""
    until = time.monotonic() + A_WHILE
    ran = Job.run_waiting(limit=AT_ONCE, seconds=A_WHILE)
    if ran == AT_ONCE or time.monotonic() >= until:
        ring()


@shared_task(ignore_result=True)
def ring_schedule() -> None:
    Slot.ring_all()


@kind("forget_old_jobs", every=timedelta(days=1))
def forget_old_jobs() -> None:
    Job.objects.forgettable().delete()
    Slot.objects.forgettable().delete()


@kind("forget_answers", every=timedelta(hours=1))
def forget_answers() -> None:
    """Drop the answers whose Idempotency-Key has had its day."""
    IdempotencyRecord.objects.outdated().delete()
