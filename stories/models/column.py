from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q

from base.roles import Role
from projects.models.eventful import OfProject, Ordered
from projects.models.project import LAID_OUT, OfProjectQuerySet
from stories.events import ColumnAdded, ColumnPlaced, ColumnRemoved, ColumnSetUp
from stories.refusals import (
    ColumnHoldsStories,
    ColumnNameTaken,
    LastColumnOfCategory,
    NoCategoryOfColumns,
)

if TYPE_CHECKING:
    from projects.models.project import Project
    from teams.models.user import User


class Category(models.TextChoices):
    """What standing in a column means, whatever the team calls it."""

    TODO = "todo", "To do"
    DOING = "doing", "Doing"
    REVIEW = "review", "In review"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


CLOSED = (Category.DONE, Category.DROPPED)


class ColumnQuerySet(OfProjectQuerySet["Column"]):
    def on_board(self) -> Self:
        return self.exclude(category=Category.DROPPED)

    def first_of(self, category: str) -> Column:
        first = self.filter(category=category).order_by("position").first()
        assert first is not None  # the last of a category stays
        return first

    def last_of(self, category: str) -> Column:
        last = self.filter(category=category).order_by("position").last()
        assert last is not None  # the last of a category stays
        return last

    def filled(self) -> Self:
        """Those in which stories stand."""
        return self.filter(stories__isnull=False).distinct()


class Column(OfProject, Ordered):
    """A stage that stories of a project pass through."""

    placed = ColumnPlaced
    FIRST = (
        ("To do", Category.TODO, None),
        ("Doing", Category.DOING, 4),
        ("In review", Category.REVIEW, 3),
        ("Done", Category.DONE, None),
        ("Dropped", Category.DROPPED, None),
    )

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="columns")
    name = models.CharField(max_length=40)
    category = models.CharField(max_length=8, choices=Category)
    wip_limit = models.PositiveSmallIntegerField("WIP limit", null=True, blank=True)

    objects: ClassVar = ColumnQuerySet.as_manager()

    class Meta(Ordered.Meta):
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="column_name_unique"),
            models.UniqueConstraint(fields=["id", "category"], name="column_with_category"),
            models.CheckConstraint(
                condition=Q(wip_limit=None) | Q(wip_limit__gte=1), name="wip_limit_is_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def lay_out(cls, project: Project) -> None:
        """Give a new project its first columns."""
        first = []
        for place, (name, category, limit) in enumerate(cls.FIRST, start=1):
            first.append(
                cls(project=project, name=name, category=category, wip_limit=limit, position=place)
            )
        cls.objects.bulk_create(first)

    @classmethod
    def add(
        cls, project: Project, *, name: str, category: str, by: User, wip_limit: int | None = None
    ) -> Self:
        """Add a column behind the last of its category, so that work comes to it before Done."""
        name = name.strip()
        with project.changed_by(by, needs=Role.LEAD) as actor:
            _refuse_same_name(project, name)
            if category not in Category.values:
                raise NoCategoryOfColumns(f"“{category}” isn't a category of columns.", "category")
            position = project.columns.last_of(category).position + 1
            project.columns.filter(position__gte=position).update(position=F("position") + 1)
            return cls.add_to(
                project,
                actor,
                ColumnAdded,
                name=name,
                category=category,
                wip_limit=wip_limit,
                position=position,
            )

    def set_up(self, *, name: str, wip_limit: int | None, by: User) -> None:
        """Rename the column or change how many stories may stand in it."""
        name = name.strip()
        with self.project.changed_by(by, needs=Role.LEAD) as actor:
            _refuse_same_name(self.project, name, besides=self)
            self.change(actor, ColumnSetUp, name=name, wip_limit=wip_limit)

    def remove(self, *, by: User) -> None:
        """Take an empty column off the board; the last of a category stays."""
        with self.project.changed_by(by, needs=Role.LEAD) as actor:
            if not self.project.columns.filter(pk=self.pk).exists():
                return  # somebody was faster
            if self.stories.exists():
                raise ColumnHoldsStories(f"“{self}” still holds stories; move them first.")
            if not self.project.columns.filter(category=self.category).exclude(pk=self.pk).exists():
                raise LastColumnOfCategory(
                    f"“{self}” is the only {self.get_category_display()} column."
                )
            gone = type(self)(pk=self.pk)  # without a name
            details = ColumnRemoved(column=self.pk, name=self.name, category=self.category)
            self.record(details, by=actor, replaced=(gone, {"name": self.name}))
            self.delete()


def _refuse_same_name(project: Project, name: str, besides: Column | None = None) -> None:
    others = project.columns.filter(name=name)
    if besides:
        others = others.exclude(pk=besides.pk)
    if others.exists():
        raise ColumnNameTaken(f"There is a column “{name}” already.", "name")


LAID_OUT.append(Column.lay_out)
