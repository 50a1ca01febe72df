from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models

from base import clock
from projects.events import UseCaseDistilled, UseCaseDropped, UseCaseReworded
from projects.models.eventful import OfProject, Ordered
from projects.models.project import OfProjectQuerySet

if TYPE_CHECKING:
    from projects.models.project import Project
    from teams.models.user import User


class UseCaseQuerySet(OfProjectQuerySet["UseCase"]):
    def standing(self) -> Self:
        return self.filter(dropped_at=None)


class UseCase(OfProject, Ordered):
    """A concrete use distilled from the business goal; the team iterates over these."""

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="use_cases")
    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar = UseCaseQuerySet.as_manager()

    class Meta(Ordered.Meta):
        verbose_name = "use case"

    def __str__(self) -> str:
        return self.title

    @classmethod
    def distil(cls, project: Project, *, title: str, by: User, description: str = "") -> Self:
        with project.changed_by(by) as actor:
            return cls.add_to(
                project,
                actor,
                UseCaseDistilled,
                title=title,
                description=description,
                position=cls.next_position(project),
            )

    def reword(self, *, title: str, description: str, by: User) -> None:
        with self.project.changed_by(by) as actor:
            self.change(actor, UseCaseReworded, title=title, description=description)

    def drop(self, *, by: User) -> None:
        """Take it off the list; it stays in the history."""
        with self.project.changed_by(by) as actor:
            self.refresh_from_db(fields=["dropped_at"])
            if self.dropped_at is None:
                self.change(actor, UseCaseDropped, dropped_at=clock.now())
