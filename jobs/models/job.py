import uuid
from datetime import timedelta

import structlog
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from jobs import bell
from jobs.kinds import KINDS
from jobs.models.queue_sql import ASK, LEASE

log = structlog.get_logger(__name__)

LEASE_SECONDS = 10  # covers the instant between the lease and the row's lock, not the work itself
MINUTE = 60


class JobQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=Job.State.WAITING)

    def failed(self):
        return self.filter(state=Job.State.FAILED)

    def ready(self):
        """What a worker may take now: what is due, and what a dead worker left behind."""
        return self.filter(
            Q(state=Job.State.WAITING, run_at__lte=Now())
            | Q(state=Job.State.RUNNING, leased_until__lt=Now())
        )


class Job(models.Model):
    """Work that must not be lost: a row written with the change that asks for it.

    A worker leases the row, then holds its lock for as long as it works: the effect and “done” are
    one transaction. A killed worker drops the lock with its connection, and another one takes over.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=100)
    args = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    asked = models.PositiveIntegerField(default=1, help_text="How often it was asked for.")
    attempts = models.PositiveSmallIntegerField(default=0)
    run_at = models.DateTimeField(db_default=Now())
    lease = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(state="waiting"), name="one_waiting_job_a_key"
            )
        ]
        indexes = [
            models.Index(
                fields=["run_at", "id"],
                condition=Q(state__in=["waiting", "running"]),
                name="job_open",
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.key} ({self.state})"

    @classmethod
    def ask(cls, kind, *, key, delay=timedelta(0), **args):
        """Ask for work in the open transaction; what waits under this key already is the same work.

        The upsert locks the waiting row: a worker that is about to lease it waits for our commit,
        and one that has leased it before leaves us a new row: neither way loses a change.
        """
        with connection.cursor() as cursor:
            cursor.execute(ASK, [kind, key, connection.ops.adapt_json_value(args, None), delay])
            is_new = cursor.fetchone()[0]
        if is_new and not delay:
            transaction.on_commit(ring)

    @classmethod
    def lease_next(cls):
        """Take the job due longest, or None; jobs under another worker's lock are passed by."""
        params = {"lease": uuid.uuid4(), "until": timedelta(seconds=LEASE_SECONDS)}
        return next(iter(cls.objects.raw(LEASE, params)), None)

    @classmethod
    def run_next(cls):
        """Lease one job and perform it; answer whether there was one."""
        job = cls.lease_next()
        if job:
            job.perform()
        return job is not None

    @classmethod
    def run_waiting(cls, limit=1000):
        """Run what is due until nothing is left; return how many were run."""
        ran = 0
        while ran < limit and cls.run_next():
            ran += 1
        return ran

    def perform(self):
        """Do the work and mark it done, both or neither."""
        try:
            with transaction.atomic():
                if not self._hold():
                    return
                kind = KINDS[self.kind]
                if self.attempts > kind.attempts:
                    self._give_up("The worker died each time it tried.")
                    return
                kind.run(**self.args)
                self._finish(self.State.DONE)
        except Exception as error:
            log.exception("job_failed", job=self.pk, kind=self.kind, key=self.key)
            self._try_again(error)

    def retry(self):
        """Let a failed job wait for a worker again, with all its attempts."""
        with transaction.atomic():
            updated = (
                Job.objects.failed()
                .filter(pk=self.pk)
                .update(state=self.State.WAITING, attempts=0, run_at=Now(), finished_at=None)
            )
            if updated:
                transaction.on_commit(ring)
        return bool(updated)

    def _hold(self):
        """Lock the row for the whole of the work, if the lease is still ours."""
        mine = Job.objects.select_for_update().filter(pk=self.pk, lease=self.lease)
        if not mine.filter(state=self.State.RUNNING).exists():
            return False
        with connection.cursor() as cursor:  # one at a time for each key, on all hosts
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{self.kind} {self.key}"]
            )
        return True

    def _finish(self, state, error=""):
        Job.objects.filter(pk=self.pk).update(
            state=state, error=error, lease=None, leased_until=None, finished_at=Now()
        )

    def _give_up(self, error):
        self._finish(self.State.FAILED, error)

    def _try_again(self, error):
        """Wait with a growing pause; where a newer job has the key, this one ends."""
        told = f"{type(error).__name__}: {error}"[:4000]
        kind = KINDS.get(self.kind)
        if kind is None or self.attempts >= kind.attempts:
            return self._give_up(told)
        pause = timedelta(seconds=min(2**self.attempts, 60 * MINUTE))
        try:
            with transaction.atomic():
                Job.objects.filter(pk=self.pk, lease=self.lease).update(
                    state=self.State.WAITING, error=told, lease=None, leased_until=None,
                    run_at=timezone.now() + pause,
                )  # fmt: skip
        except IntegrityError:
            self._finish(self.State.DONE, f"{told}\nA newer job with this key does its work.")


def ring():
    """Tell the workers that something waits; they also look by themselves every few seconds."""
    from jobs.tasks import drain

    bell.ring(lambda redis: drain.apply_async(expires=30, retry=False))
