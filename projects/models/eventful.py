from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Max

from base.roles import Role
from history.schema import EventDetails
from projects.models.project import OfProjectQuerySet, Project
from projects.refusals import RemovedMeanwhile

if TYPE_CHECKING:
    from history.models.event import Event
    from teams.models.membership import Actor
    from teams.models.user import User

REMOVED = "Somebody has removed it meanwhile."


class OfProject(models.Model):
    """A noun of one project whose verbs leave a line in that project's history."""

    objects: ClassVar = OfProjectQuerySet.as_manager()

    if TYPE_CHECKING:  # what every noun of a project has
        project: models.ForeignKey[Project, Project]
        project_id: int

    class Meta:
        abstract = True

    @classmethod
    def add_to(
        cls, project: Project, actor: Actor, schema: type[EventDetails], **fields: Any
    ) -> Self:
        """Check, insert and record a new row; the project's lock is held by the caller."""
        row = cls(project=project, **fields)
        row.check_own_fields()
        row.save(force_insert=True)
        row.record(row.details_of(schema, **fields), by=actor)
        return row

    def change(self, actor: Actor, schema: type[EventDetails], **fields: Any) -> bool:
        """Set the fields, re-read under the project's lock; what is so already leaves no trace."""
        self.reread(*fields)
        was = {name: getattr(self, name) for name in fields}
        if was == fields:
            return False
        for name, value in fields.items():
            setattr(self, name, value)
        self.check_own_fields()
        self.save(update_fields=list(fields))
        details = self.details_of(schema, was=was, now=fields)
        self.record(details, by=actor, replaced=(self, was))
        return True

    def reread(self, *fields: str) -> None:
        """Read these fields again under the project's lock; RemovedMeanwhile if it is gone."""
        try:
            self.refresh_from_db(fields=fields)
        except ObjectDoesNotExist:
            raise RemovedMeanwhile(REMOVED) from None

    def check_own_fields(self) -> None:
        """Validate lengths, choices and ranges; references are the database's to check."""
        links = []
        for field in self._meta.fields:
            if field.is_relation:
                links.append(field.name)
        self.clean_fields(exclude=links)

    def record(
        self,
        details: EventDetails,
        *,
        by: Actor,
        replaced: tuple[models.Model, dict[str, Any]] | None = None,
    ) -> Event:
        return self.project.write(details, by=by, replaced=replaced)

    def details_of(self, schema: type[EventDetails], **values: Any) -> EventDetails:
        """What the schema says of this row: its own id where the schema asks for it."""
        name = self._meta.model_name
        itself = {name: self.pk} if name in schema.__struct_fields__ else {}
        return schema.of(itself | _plain(values) | _numbers(values, schema))


class Ordered(models.Model):
    """Stands at a place in its project's list."""

    placed: ClassVar[type[EventDetails]]  # what it says when it was moved

    if TYPE_CHECKING:  # it stands beside OfProject
        objects: ClassVar[models.Manager[Any]]
        project: models.ForeignKey[Project, Project]

        def record(self, details: EventDetails, *, by: Actor) -> Event: ...
        def details_of(self, schema: type[EventDetails], **values: Any) -> EventDetails: ...

    position = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    @classmethod
    def next_position(cls, project: Project) -> int:
        return (
            cls.objects.filter(project=project).aggregate(last=Max("position"))["last"] or 0
        ) + 1

    def place_at(self, position: int, *, by: User) -> None:
        """Stand at this place, counted from 1; the others close ranks."""
        rows = type(self).objects
        with self.project.changed_by(by, needs=Role.LEAD) as actor:
            all_of_them = list(rows.filter(project=self.project).order_by("position", "pk"))
            if self not in all_of_them:
                raise RemovedMeanwhile(REMOVED)
            was = all_of_them.index(self) + 1
            place = max(1, min(position, len(all_of_them)))
            if place == was:
                return
            all_of_them.insert(place - 1, all_of_them.pop(was - 1))
            for number, row in enumerate(all_of_them, start=1):
                row.position = number
            rows.bulk_update(all_of_them, ["position"])
            self.position = place
            self.record(self.details_of(self.placed, was=was, now=place), by=actor)


def _plain(details: dict[str, Any]) -> dict[str, Any]:
    """Rows become their ids: the history holds no objects."""
    plain = {}
    for name, value in details.items():
        plain[name] = value.pk if isinstance(value, models.Model) else value
    return plain


def _numbers(values: dict[str, Any], schema: type[EventDetails]) -> dict[str, Any]:
    """What people call the rows that a schema names by their numbers, too."""
    numbers = {}
    for name, value in values.items():
        if f"{name}_number" in schema.__struct_fields__:
            numbers[f"{name}_number"] = value.number if value else None
    return numbers
