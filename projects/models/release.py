from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q

from base import clock
from projects.events import ReleaseAnnounced, ReleaseUsed, ReleaseWithdrawn
from projects.models.eventful import OfProject
from projects.models.project import OfProjectQuerySet
from projects.refusals import (
    ReleaseInUse,
    ReleaseUsedInTheFuture,
    ReleaseUsedOnNoDay,
    ReleaseWithoutWords,
    ShippedWithWithdrawnRelease,
    UseOfWithdrawnRelease,
)

if TYPE_CHECKING:
    from projects.models.project import Project
    from teams.models.user import User


class ReleaseQuerySet(OfProjectQuerySet["Release"]):
    def open(self) -> Self:
        """Those that are meant to go to their users and haven't been used there yet."""
        return self.filter(first_used_on=None, withdrawn_at=None)

    def in_use(self) -> Self:
        """Those that their users have, the newest first."""
        return self.exclude(first_used_on=None).order_by("-first_used_on", "-pk")

    def standing(self) -> Self:
        """Those that weren't withdrawn, the newest first."""
        return self.filter(withdrawn_at=None).order_by("-announced_at", "-pk")


class Release(OfProject):
    """A part of the solution that goes to its users; it counts when it is first used there."""

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="releases")
    title = models.CharField(max_length=120, help_text="What the users get.")
    announced_at = models.DateTimeField(default=clock.now, editable=False)
    first_used_on = models.DateField(
        null=True, blank=True, help_text="The first day on which it was used in production."
    )
    evidence = models.CharField(
        max_length=240, blank=True, help_text="Where it can be seen that it is used."
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["project", "announced_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_used_on=None) | Q(withdrawn_at=None),
                name="release_is_used_or_withdrawn",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def announce(
        cls,
        project: Project,
        *,
        title: str,
        by: User,
        first_used_on: date | None = None,
        evidence: str = "",
    ) -> Self:
        """Say what is to go to the users; one that is used there already is told so at once."""
        title = title.strip()
        if not title:
            raise ReleaseWithoutWords("Say what the users get.", "title")
        _check_day(first_used_on)
        with project.changed_by(by) as actor:
            return cls.add_to(
                project,
                actor,
                ReleaseAnnounced,
                title=title,
                announced_at=clock.now(),
                first_used_on=first_used_on,
                evidence=evidence.strip(),
            )

    @property
    def is_open(self) -> bool:
        return self.first_used_on is None and self.withdrawn_at is None

    def must_stand(self) -> None:
        if self.withdrawn_at:
            raise ShippedWithWithdrawnRelease(
                f"“{self}” was withdrawn; nothing goes to the users with it."
            )

    def put_to_use(self, first_used_on: date, *, by: User, evidence: str = "") -> None:
        """Say since when it is used in production; another day later on corrects the first."""
        if first_used_on is None:
            raise ReleaseUsedOnNoDay("Say on which day it was first used.", "first_used_on")
        _check_day(first_used_on)
        with self.project.changed_by(by) as actor:
            self.refresh_from_db(fields=["withdrawn_at"])
            if self.withdrawn_at:
                raise UseOfWithdrawnRelease(f"“{self}” was withdrawn; announce it anew.")
            self.change(actor, ReleaseUsed, first_used_on=first_used_on, evidence=evidence.strip())

    def withdraw(self, *, by: User) -> None:
        """It won't go to the users after all."""
        with self.project.changed_by(by) as actor:
            self.refresh_from_db(fields=["withdrawn_at", "first_used_on"])
            if self.first_used_on:
                raise ReleaseInUse(f"“{self}” is in use; that can't be withdrawn.")
            if self.withdrawn_at is None:
                self.change(actor, ReleaseWithdrawn, withdrawn_at=clock.now())


def _check_day(day: date | None) -> None:
    if day and day > clock.today():
        raise ReleaseUsedInTheFuture("Nobody has used it in the future yet.", "first_used_on")
