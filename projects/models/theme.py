from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q

from base.roles import Role
from projects.events import (
    ThemeCharted,
    ThemeFollows,
    ThemePlaced,
    ThemePlanned,
    ThemeReworded,
    ThemeServed,
    ThemeStateChanged,
)
from projects.models.eventful import OfProject, Ordered
from projects.models.links import relink
from projects.models.project import OfProjectQuerySet
from projects.models.succession import must_be_followable
from projects.refusals import NoStateOfThemes, ServesAnotherProject, ThemeDatesReversed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from projects.models.project import Project
    from projects.models.use_case import UseCase
    from teams.models.membership import Actor
    from teams.models.user import User


class ThemeQuerySet(OfProjectQuerySet["Theme"]):
    def open(self) -> Self:
        """What is still to be worked on."""
        return self.exclude(state__in=(Theme.State.DONE, Theme.State.DROPPED))


class Theme(OfProject, Ordered):
    """One line of investigation, charted over the project's timeline."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        ACTIVE = "active", "Active"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    placed = ThemePlaced

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="themes")
    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    use_cases = models.ManyToManyField(
        "projects.UseCase",
        blank=True,
        related_name="themes",
        verbose_name="use cases that it serves",
    )
    follows = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="followed_by",
        verbose_name="themes that it follows",
    )
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)

    objects: ClassVar = ThemeQuerySet.as_manager()

    class Meta(Ordered.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")) | Q(starts_on=None) | Q(ends_on=None),
                name="theme_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def chart(
        cls,
        project: Project,
        *,
        title: str,
        by: User,
        description: str = "",
        starts_on: date | None = None,
        ends_on: date | None = None,
        use_cases: Iterable[UseCase] = (),
        follows: Iterable[Theme] = (),
    ) -> Self:
        """Put a theme on the plan, with the use cases that it serves and what it comes after."""
        _check_window(starts_on, ends_on)
        with project.changed_by(by) as actor:
            theme = cls.add_to(
                project,
                actor,
                ThemeCharted,
                title=title,
                description=description,
                starts_on=starts_on,
                ends_on=ends_on,
                position=cls.next_position(project),
            )
            theme._serve(use_cases, actor)
            theme._follow(follows, actor)
            return theme

    def reword(self, *, title: str, description: str, by: User) -> None:
        with self.project.changed_by(by) as actor:
            self.change(actor, ThemeReworded, title=title, description=description)

    def plan(self, *, starts_on: date | None, ends_on: date | None, by: User) -> None:
        """Move the theme's window on the timeline."""
        _check_window(starts_on, ends_on)
        with self.project.changed_by(by, needs=Role.LEAD) as actor:
            self.change(actor, ThemePlanned, starts_on=starts_on, ends_on=ends_on)

    def serve(self, use_cases: Iterable[UseCase], *, by: User) -> None:
        """Say for which use cases of the project it is there, instead of those so far."""
        with self.project.changed_by(by, needs=Role.LEAD) as actor:
            self._serve(use_cases, actor)

    def _serve(self, use_cases: Iterable[UseCase], actor: Actor) -> None:
        chosen = {one.pk: one for one in use_cases}
        if any(one.project_id != self.project_id for one in chosen.values()):
            raise ServesAnotherProject("A theme serves use cases of its own project.", "use_cases")
        was, now = sorted(self.use_cases.values_list("pk", flat=True)), sorted(chosen)
        if was != now:
            relink(self.use_cases, was, now)
            self.record(ThemeServed(theme=self.pk, was=was, now=now), by=actor)

    @classmethod
    def followed_of_outer(cls) -> ArraySubquery:
        """The ids of those that the theme of an outer query follows, in the plan's order."""
        links = cls.follows.through.objects.filter(from_theme=OuterRef("pk"))
        ordered = links.order_by("to_theme__position", "to_theme_id")
        return ArraySubquery(ordered.values("to_theme_id"))

    def follow(self, themes: Iterable[Theme], *, by: User) -> None:
        """Say which themes of the plan it comes after, instead of those so far."""
        with self.project.changed_by(by, needs=Role.LEAD) as actor:
            self._follow(themes, actor)

    def _follow(self, themes: Iterable[Theme], actor: Actor) -> None:
        chosen = {one.pk: one for one in themes}
        was, now = sorted(self.follows.values_list("pk", flat=True)), sorted(chosen)
        if was != now:
            must_be_followable(self, chosen.values())
            relink(self.follows, was, now)
            self.record(ThemeFollows(theme=self.pk, was=was, now=now), by=actor)

    def enter(self, state: str, *, by: User) -> None:
        if state not in self.State.values:
            raise NoStateOfThemes(f"“{state}” isn't a state of a theme.", "state")
        with self.project.changed_by(by, needs=Role.LEAD) as actor:
            self.change(actor, ThemeStateChanged, state=state)


def _check_window(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on and ends_on and ends_on < starts_on:
        raise ThemeDatesReversed("A theme ends on or after the day it starts.", "ends_on")
