from __future__ import annotations

import time
import uuid
from collections.abc import Iterable
from datetime import timedelta
from math import inf
from typing import Any, ClassVar, Self

import structlog
from celery import current_app
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Cast, Concat, Now
from django.utils import timezone

from base import redis
from base.sql import statement
from jobs.kinds import ATTEMPTS, KINDS
from jobs.models.excused_attempts import Excusable, excuse_of

log = structlog.get_logger(__name__)

ASK = statement("jobs/models/ask_job.sql")
LEASE = statement("jobs/models/lease_job.sql")
DRAIN = "jobs.tasks.drain"  # by its name, as it runs what is kept here
LEASE_SECONDS = 10  # covers the instant between the lease and the row's lock, not the work itself
LONGEST_PAUSE = 3600  # seconds between two attempts
NOBODY_CAME = timedelta(minutes=1)  # the bell rings every few seconds


class WorkerDied(Exception):
    """Each attempt ended without an end: the work kills its worker."""


class JobQuerySet(models.QuerySet["Job"]):
    def waiting(self) -> Self:
        return self.filter(state=Job.State.WAITING)

    def failed(self) -> Self:
        return self.filter(state=Job.State.FAILED)

    def given_up(self) -> Self:
        """What failed and stands: nobody has asked for the same work since."""
        newer = Job.objects.filter(
            kind=OuterRef("kind"), key=OuterRef("key"), pk__gt=OuterRef("pk")
        )
        return self.failed().filter(~Exists(newer))

    def given_up_for(
        self, stem: str, outer: str, kinds: dict[str, str] | list[str]
    ) -> models.Exists:
        """Whether there is such work for the row of an outer query: no statement of its own."""
        key = Concat(models.Value(f"{stem}:"), Cast(OuterRef(outer), models.TextField()))
        return Exists(self.given_up().filter(kind__in=kinds, key=key))

    def of_team(self, team: int, kinds: Iterable[str]) -> Self:
        """Work of these kinds that was asked for a team."""
        return self.filter(args__team=team, kind__in=kinds)

    def forgettable(self) -> Self:
        """Work done a week ago; what failed stays until somebody has looked at it."""
        return self.filter(state=Job.State.DONE, finished_at__lt=Now() - timedelta(days=7))

    def ready(self) -> Self:
        """What a worker may take now: what is due, and what a dead worker left behind."""
        return self.filter(
            Q(state=Job.State.WAITING, run_at__lte=Now())
            | Q(state=Job.State.RUNNING, leased_until__lt=Now())
        )


class Job(Excusable, models.Model):
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
    started_at = models.DateTimeField(null=True, blank=True, help_text="The last attempt.")
    finished_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True, help_text="What came of it, if anything.")

    objects: ClassVar = JobQuerySet.as_manager()

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
            ),
            models.Index(fields=["kind", "key"], condition=Q(state="running"), name="job_running"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.state})"

    @classmethod
    def ask(cls, kind: str, *, key: str, delay: timedelta = timedelta(0), **args: int | str) -> int:
        """Ask for work in the open transaction; what waits under this key already is the same work.

        Return the id of its row.

        The upsert locks the waiting row: a worker that is about to lease it waits for our commit,
        and one that has leased it before leaves us a new row: neither way loses a change.
        """
        with connection.cursor() as cursor:
            params: dict[str, Any] = {
                "kind": kind,
                "key": key,
                "args": connection.ops.adapt_json_value(args, None),
                "delay": delay,
            }
            cursor.execute(ASK, params)
            pk, is_new = cursor.fetchone()
        if is_new and not delay:
            transaction.on_commit(ring)
        return int(pk)

    @classmethod
    def newest(cls, kind: str, key: str) -> Job | None:
        """Return the work asked for last under this key, or None."""
        return cls.objects.filter(kind=kind, key=key).first()

    @property
    def killed_its_workers(self) -> bool:
        """Whether it was given up because no attempt came to an end."""
        return self.state == self.State.FAILED and self.error.startswith(f"{WorkerDied.__name__}:")

    @property
    def is_not_taken_up(self) -> bool:
        """Whether it is due, or was left by a dead worker, so long that none seems to run."""
        now = timezone.now()
        if self.state == self.State.WAITING:
            return now - self.run_at > NOBODY_CAME
        if self.state != self.State.RUNNING or self.leased_until is None:
            return False
        return now - self.leased_until > NOBODY_CAME and self._is_let_go()

    def _is_let_go(self) -> bool:
        """Whether nobody holds the row of this running job: whoever works on it does."""
        with transaction.atomic():
            free = Job.objects.select_for_update(skip_locked=True)
            return free.filter(pk=self.pk, state=self.State.RUNNING).exists()

    def taken_over_by(self) -> Job | None:
        """Return the newer job that did its work, where it ended for that one's sake."""
        if self.state != self.State.DONE or not self.error:
            return None
        same = Job.objects.filter(kind=self.kind, key=self.key, pk__gt=self.pk)
        return same.order_by("pk").first()

    @classmethod
    def lease_next(cls) -> Job | None:
        """Take the job due longest, or None; jobs under another worker's lock are passed by."""
        cls.excuse_interrupted()
        params = {"lease": uuid.uuid4(), "until": timedelta(seconds=LEASE_SECONDS)}
        return next(iter(cls.objects.raw(LEASE, params)), None)

    @classmethod
    def run_next(cls) -> bool:
        """Lease one job and perform it; answer whether there was one."""
        job = cls.lease_next()
        if job:
            job.perform()
        return job is not None

    @classmethod
    def run_waiting(cls, limit: int = 1000, seconds: float = inf) -> int:
        """Run what is due until nothing is left, or the limits are; return how many were run."""
        ran, until = 0, time.monotonic() + seconds
        while ran < limit and time.monotonic() < until and cls.run_next():
            ran += 1
        return ran

    def perform(self) -> None:
        """Do the work and mark it done, both or neither."""
        try:
            with transaction.atomic():
                if self._hold():
                    self._work()
        except Exception as error:
            log.exception("job_interrupted", job=self.pk, kind=self.kind, key=self.key)
            try:
                with transaction.atomic():
                    self._try_again(error)
            except Exception as later:
                self.note_interruption(later)
                raise

    def retry(self) -> bool:
        """Let a failed job wait for a worker again; False if a newer one waits already."""
        try:
            with transaction.atomic():
                updated = (
                    Job.objects.failed()
                    .filter(pk=self.pk)
                    .update(state=self.State.WAITING, attempts=0, run_at=Now(), finished_at=None)
                )
                transaction.on_commit(ring)
        except IntegrityError:
            return False
        return bool(updated)

    def _hold(self) -> bool:
        """Lock the row for the whole of the work, if the lease is still ours."""
        mine = Job.objects.select_for_update().filter(pk=self.pk, lease=self.lease)
        return mine.filter(state=self.State.RUNNING).exists()

    def _work(self) -> None:
        """Run inside a savepoint, so that a failure is noted while the row is still ours."""
        try:
            with transaction.atomic():
                result = self._run()
                connection.check_constraints()  # now, not at the commit that says “done”
        except Exception as error:
            log.exception("job_failed", job=self.pk, kind=self.kind, key=self.key)
            self._try_again(error)
        else:
            self._finish(self.State.DONE, result=result)

    def _run(self) -> dict[str, Any] | None:
        """Return what came of it: a kind that makes something says what in a dict."""
        kind = KINDS.get(self.kind)
        if kind is None:  # a newer program asked for it; a worker of that age will come
            raise LookupError(f"This worker doesn't know the kind “{self.kind}”.")
        if self.attempts > kind.attempts:
            raise WorkerDied(f"No worker survived the work, {kind.attempts} times.")
        made = kind.run(**self.args)
        return made if isinstance(made, dict) else None

    def _try_again(self, error: BaseException) -> None:
        """Wait with a growing pause, or for an outage to end.

        Where a newer job does the same work, this one ends.
        """
        told = f"{type(error).__name__}: {error}"[:4000]
        kind, outage = KINDS.get(self.kind), excuse_of(error)
        if not outage and self.attempts >= (kind.attempts if kind else ATTEMPTS):
            self._finish(self.State.FAILED, told)
            return
        if outage:
            seconds = outage.retry_after
        else:
            seconds = min(2**self.attempts, LONGEST_PAUSE)
        try:
            with transaction.atomic():
                self._leased().update(
                    state=self.State.WAITING,
                    error=told,
                    lease=None,
                    leased_until=None,
                    attempts=F("attempts") - (1 if outage else 0),
                    run_at=Now() + timedelta(seconds=seconds),
                )
        except IntegrityError:
            self._finish(self.State.DONE, f"{told}\nA newer job with this key does its work.")

    def _finish(self, state: str, error: str = "", result: dict[str, Any] | None = None) -> None:
        self._leased().update(
            state=state,
            error=error,
            result=result,
            lease=None,
            leased_until=None,
            finished_at=Now(),
        )

    def _leased(self) -> JobQuerySet:
        """This row, unless the lease ran out and somebody else has it now."""
        return Job.objects.filter(pk=self.pk, lease=self.lease)


def ring() -> None:
    """Tell the workers that something waits; they also look by themselves every few seconds."""
    redis.try_call(lambda _client: current_app.send_task(DRAIN, expires=30, retry=False))
