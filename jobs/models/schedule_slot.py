from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import connection, models, transaction
from django.db.models.functions import Now
from django.utils import timezone

from base.sql import statement
from jobs.kinds import KINDS, Kind
from jobs.models.job import Job

TAKE_SLOT = statement("jobs/models/take_slot.sql")


class SlotQuerySet(models.QuerySet["Slot"]):
    def forgettable(self) -> Self:
        """No period of the schedule is longer, so no turn is taken twice."""
        return self.filter(at__lt=timezone.now() - timedelta(days=100))


class Slot(models.Model):
    """One turn of the schedule. Any number of clocks may ring: the unique row makes it once."""

    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    rung_at = models.DateTimeField(db_default=Now())

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["kind", "at"], name="one_turn_a_slot")]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def ring_all(cls) -> None:
        """Ask for each kind whose turn has come and that nobody has rung yet."""
        now = timezone.now()
        for kind in list(KINDS.values()):  # the first bell imports tasks, which register more
            if kind.every:
                cls._take(kind, kind.slot(now))

    @classmethod
    def _take(cls, kind: Kind, at: datetime) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(TAKE_SLOT, {"kind": kind.name, "at": at})
            if cursor.fetchone():
                Job.ask(kind.name, key=f"slot:{at:%Y-%m-%dT%H:%M}")
