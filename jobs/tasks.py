from celery import shared_task

from jobs.models import Job, Slot

AT_ONCE = 200  # then the next message goes on, so that a worker can be stopped between


@shared_task(ignore_result=True)
def drain():
    """Run what waits."""
    Job.run_waiting(limit=AT_ONCE)


@shared_task(ignore_result=True)
def ring_schedule():
    Slot.ring_all()
