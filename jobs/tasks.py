from datetime import timedelta

from celery import shared_task

from jobs.kinds import kind
from jobs.models import Job, Slot
from jobs.models.job import ring
from web.models import IdempotencyRecord

AT_ONCE = 200  # then the next message goes on, so that a worker can be stopped between


@shared_task(ignore_result=True)
def drain():
    """Run what waits."""
    if Job.run_waiting(limit=AT_ONCE) == AT_ONCE:
        ring()


@shared_task(ignore_result=True)
def ring_schedule():
    Slot.ring_all()


@kind("forget_old_jobs", every=timedelta(days=1))
def forget_old_jobs():
    Job.objects.forgettable().delete()
    Slot.objects.forgettable().delete()


@kind("forget_answers", every=timedelta(hours=1))
def forget_answers():
    """Drop the answers whose Idempotency-Key has had its day."""
    IdempotencyRecord.objects.outdated().delete()
