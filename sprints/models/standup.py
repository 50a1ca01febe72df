from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from base import clock
from base.roles import Role
from projects.models.eventful import OfProject
from projects.models.project import OfProjectQuerySet
from sprints.events import StandupEnded, StandupNoted, StandupStarted
from sprints.refusals import StandupInTheFuture, StandupOfAnother, StandupToldOtherwise

if TYPE_CHECKING:
    from projects.models.project import Project
    from teams.models.user import User


class StandupQuerySet(OfProjectQuerySet["Standup"]):
    def since(self, day: date) -> Self:
        return self.filter(day__gte=day)

    def timed(self) -> Self:
        """Those with a start and an end; an untimed one was held, its length is unknown."""
        return self.filter(started_at__isnull=False, ended_at__isnull=False)


class Standup(OfProject):
    """The daily, brief meeting of everyone. How many came is kept, never who."""

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="standups")
    sprint = models.ForeignKey("sprints.Sprint", models.PROTECT, null=True, related_name="standups")
    day = models.DateField()
    started_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    present = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(99)]
    )
    facilitator = models.ForeignKey(
        "teams.User", models.PROTECT, null=True, related_name="+", editable=False
    )

    objects: ClassVar = StandupQuerySet.as_manager()

    class Meta:
        ordering = ["project", "-day"]
        constraints = [
            models.UniqueConstraint(fields=["project", "day"], name="one_standup_a_day"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="standup_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"Stand-up of {self.day}"

    @classmethod
    def start(cls, project: Project, *, by: User) -> Standup:
        """Start today's timer; whoever starts it facilitates. Starting again finds it running."""
        with project.changed_by(by) as actor:
            held = project.standups.filter(day=clock.today()).first()
            return held or cls.add_to(
                project,
                actor,
                StandupStarted,
                day=clock.today(),
                started_at=clock.now(),
                sprint=project.sprints.active().first(),
                facilitator=actor.user,
            )

    @classmethod
    def note(cls, project: Project, *, day: date, by: User, present: int | None = None) -> Standup:
        """Note a stand-up that was held without the timer; its length stays unknown."""
        if day > clock.today():
            raise StandupInTheFuture("A stand-up is noted when it has been held.", "day")
        with project.changed_by(by) as actor:
            held = project.standups.filter(day=day).first()
            if held:
                held.refuse_other(present)
            sprint = project.sprints.filter(starts_on__lte=day, ends_on__gte=day).first()
            return held or cls.add_to(
                project,
                actor,
                StandupNoted,
                day=day,
                present=present,
                sprint=sprint,
                facilitator=actor.user,
            )

    @property
    def minutes(self) -> float | None:
        """How long it took, or None where it was not timed."""
        if not (self.started_at and self.ended_at):
            return None
        return (self.ended_at - self.started_at).total_seconds() / 60

    def refuse_other(self, present: int | None) -> None:
        """Refuse a number that differs from the one that stands, rather than drop it."""
        if present not in (None, self.present):
            raise StandupToldOtherwise(
                f"This stand-up was noted already, with {self.present or 'no number'} present.",
                "present",
            )

    def end(self, *, by: User, present: int | None = None) -> None:
        """Stop the timer; only the facilitator or a lead does."""
        with self.project.changed_by(by) as actor:
            self.refresh_from_db(fields=["ended_at", "present"])
            if self.ended_at or self.started_at is None:
                self.refuse_other(present)
                return
            if actor.user and actor.role == Role.MEMBER and actor.user.pk != self.facilitator_id:
                raise StandupOfAnother("Whoever started the stand-up, or a lead, ends it.")
            self.change(actor, StandupEnded, ended_at=clock.now(), present=present)
