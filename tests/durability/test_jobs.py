"""Work that must not be lost, while workers and Redis are killed."""

import pytest
from django.db import transaction

from jobs.models import Job, Slot
from tests.durability.programs import SprintDates, Worker, wait_until

JOBS = 200
WORKER_KILLS = (25, 60, 95, 130, 165)  # when so many jobs are done
REDIS_KILLS = (40, 80, 120)


def done():
    return Job.objects.filter(kind="durability_mark", state="done").count()


def is_running():
    return Job.objects.filter(state="running").exists()


def test_every_job_takes_effect_once_whatever_is_killed(house, marks):
    house.redis.start_and_wait()
    workers = [house.program(Worker, name) for name in ("one", "two")]
    schedulers = [house.program(SprintDates, name) for name in ("beat", "other-beat")]
    for program in (*workers, *schedulers):
        program.start()
    for number in range(JOBS):
        with transaction.atomic():
            Job.ask("durability_mark", key=str(number), number=number)
            Job.ask("durability_mark", key=str(number), number=number)
    with transaction.atomic():
        Job.ask("durability_mark", key="never", number=-9)
        transaction.set_rollback(True)

    kills = sorted([(n, "worker") for n in WORKER_KILLS] + [(n, "redis") for n in REDIS_KILLS])
    for number, victim in kills:
        wait_until(lambda number=number: done() >= number and is_running(), f"{number} jobs done")
        if victim == "redis":
            house.redis.kill()
            house.redis.start_and_wait()
        else:
            workers.append(workers.pop(0))
            workers[-1].kill()
            workers[-1].start()
    wait_until(lambda: done() >= JOBS, "all jobs done")

    effects = {key: count for key, count in marks().items() if key[0] >= 0}
    assert effects == {(n, part): 1 for n in range(JOBS) for part in ("begin", "end")}
    rows = Job.objects.filter(kind="durability_mark")
    assert set(rows.values_list("state", flat=True)) == {"done"}
    assert rows.count() == JOBS
    assert rows.filter(attempts__gt=1).exists(), "no kill met a job: nothing was tested"

    wait_until(lambda: marks().get((-2, "end")), "the turn of the schedule")
    assert Slot.objects.filter(kind="durability_turn").count() == 1
    assert marks()[-2, "end"] == 1
    assert (-9, "begin") not in marks()


def test_work_that_kills_its_worker_fails_and_the_rest_goes_on(house, marks):
    house.redis.start_and_wait()
    Job.ask("durability_poison", key="a")
    for number in range(5):
        Job.ask("durability_mark", key=str(number), number=number)
    house.program(Worker, "one").start()
    house.program(SprintDates).start()

    wait_until(lambda: done() == 5 and Job.objects.failed().exists(), "the end of the poison")
    job = Job.objects.failed().get()
    assert (job.kind, job.attempts) == ("durability_poison", 3)
    assert "No worker survived the work" in job.error
    assert (-1, "begin") not in marks()
    assert all(count == 1 for count in marks().values())


def test_work_that_never_ends_loses_its_worker_and_fails(house, marks, monkeypatch):
    monkeypatch.setenv("JOB_SECONDS", "3")
    house.redis.start_and_wait()
    Job.ask("durability_hang", key="a")
    for number in range(5):
        Job.ask("durability_mark", key=str(number), number=number)
    house.program(Worker, "one").start()
    house.program(SprintDates).start()

    wait_until(lambda: done() == 5 and Job.objects.failed().exists(), "the end of what hangs")
    assert "No worker survived the work" in Job.objects.failed().get().error
    assert all(count == 1 for count in marks().values())


pytestmark = pytest.mark.django_db(transaction=True)
