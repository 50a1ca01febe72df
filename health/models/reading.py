from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

from django.db import connection, models

from base import clock
from base.roles import Role
from base.sql import statement
from health.events import TeamReadingContested
from health.models.report import HealthReport
from health.refusals import NoteTooLong
from health.signals.measurement import State

if TYPE_CHECKING:
    from teams.models.user import User

UP_TO = statement("health/models/readings_up_to.sql")


class Said(NamedTuple):
    """What a report says of a signal, and who noted what beside it."""

    report: int
    as_of: datetime
    signal: str
    state: str
    value: float | None
    contest_note: str
    contester: str | None


_Row = TypeVar("_Row", bound=models.Model, covariant=True)


class ReadingQuerySet(models.QuerySet[_Row]):
    def contested(self) -> Self:
        return self.exclude(contest_note="")

    def up_to(self, report: HealthReport, reports: int = 12) -> list[Said]:
        """What a report and those before it say of each signal, newest first.

        A page has two hundred of them: as objects, or put together by Django, they take longer than
        most of its other statements together.
        """
        with connection.cursor() as cursor:
            here = {"team": report.team_id, "report": report.pk}
            cursor.execute(UP_TO, {**here, "as_of": report.as_of, "reports": reports})
            return [Said(*row) for row in cursor.fetchall()]


class Reading(models.Model):
    """One signal of one report, for trends over reports; the report's body says the rest."""

    report = models.ForeignKey(HealthReport, models.CASCADE, related_name="readings")
    signal = models.CharField(max_length=2)
    state = models.CharField(max_length=16, choices=[(str(state), state.label) for state in State])
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    n = models.PositiveIntegerField()
    alert = models.BooleanField(default=False)
    contest_note = models.TextField(blank=True, max_length=2000)
    contested_by = models.ForeignKey("teams.User", models.PROTECT, null=True, related_name="+")
    contested_at = models.DateTimeField(null=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        app_label = "metrics"
        ordering = ["report", "signal"]
        constraints = [
            models.UniqueConstraint(fields=["report", "signal"], name="one_reading_a_signal")
        ]

    def __str__(self) -> str:
        return f"{self.signal}: {self.state}"

    @property
    def is_contested(self) -> bool:
        return bool(self.contest_note)

    def contest(self, note: str, *, by: User) -> None:
        """Say why the reading misleads; the note travels with the report, the number stays.

        A new note replaces the old one, an empty one takes it back; the history keeps each.
        """
        note = note.strip()
        team = self.report.team
        if len(note) > 2000:
            raise NoteTooLong("A note has 2,000 characters at most.", "note")
        with team.changed_by(by, needs=Role.MEMBER) as actor:
            self.refresh_from_db(fields=["contest_note"])
            if note == self.contest_note:
                return
            was, self.contest_note = self.contest_note, note
            self.contested_by = actor.user if note else None
            self.contested_at = clock.now() if note else None
            self.save(update_fields=["contest_note", "contested_by", "contested_at"])
            details = TeamReadingContested(
                report=self.report_id, signal=self.signal, was=was, now=note
            )
            team.record(details, by=actor, replaced=(self, {"contest_note": was}))


class Finding(models.Model):
    """What a report asks to be looked at: a signal out of its range, or one that moved twice."""

    class Cause(models.TextChoices):
        STATE = "state", "Out of its range"
        TREND = "trend", "Changed, and so it was a sprint before"
        LATE = "late", "Overdue, however many there are"

    report = models.ForeignKey(HealthReport, models.CASCADE, related_name="findings")
    signal = models.CharField(max_length=2)
    cause = models.CharField(max_length=5, choices=Cause)
    sentence = models.TextField()
    action = models.TextField(blank=True)

    class Meta:
        app_label = "metrics"
        ordering = ["report", "signal"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "signal", "cause"], name="one_finding_a_cause"
            )
        ]

    def __str__(self) -> str:
        return self.sentence
