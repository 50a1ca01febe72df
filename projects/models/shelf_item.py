from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.validators import URLValidator
from django.db import models

from base import clock
from base.roles import Discipline, Role
from projects.events import ShelfFields, TeamShelfAdded, TeamShelfEdited, TeamShelfRemoved
from projects.refusals import RemovedFromShelf, ShelfWithoutName
from teams.models import Membership

if TYPE_CHECKING:
    from teams.models.team import Team
    from teams.models.user import User

FIELDS = ("kind", "name", "description", "kept_by", "access", "link")


class ShelfItemQuerySet(models.QuerySet["ShelfItem"]):
    def visible_to(self, user: User) -> Self:
        """What stands there in one's teams, for who works in them."""
        seats = Membership.objects.current().working().filter(user=user.pk)
        return self.filter(team__in=seats.values("team"))

    def standing(self) -> Self:
        return self.filter(removed_at=None)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def of_team(self, team: Team) -> Self:
        return self.filter(team=team)

    def mentioning(self, text: str) -> Self:
        words = models.Q()
        for name in ("name", "description", "access"):
            words |= models.Q(**{f"{name}__icontains": text})
        return self.filter(words)


class ShelfItem(models.Model):
    """What is there already: a data set, a platform or an environment, and how one gets access."""

    class Kind(models.TextChoices):
        DATA_SET = "data_set", "Data set"
        PLATFORM = "platform", "Platform"
        ENVIRONMENT = "environment", "Environment"

    team = models.ForeignKey("teams.Team", models.PROTECT, related_name="shelf")
    kind = models.CharField(max_length=11, choices=Kind)
    name = models.CharField(max_length=120)
    description = models.TextField("what it is", max_length=2000, blank=True)
    kept_by = models.CharField(
        "looked after by",
        max_length=12,
        choices=Discipline,
        help_text="The discipline that knows it.",
    )
    access = models.TextField("how to get access", max_length=2000, blank=True)
    link = models.URLField(max_length=500, blank=True, validators=[URLValidator(["https"])])
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar = ShelfItemQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name", "pk"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def put(cls, team: Team, *, by: User, **fields: Any) -> Self:
        """Note what is there, for whoever asks that question next."""
        with team.changed_by(by, needs=Role.MEMBER) as actor:
            row = cls(team=team, **_stripped(fields))
            row._check()
            row.save(force_insert=True)
            details = TeamShelfAdded.of({"shelf_item": row.pk} | row._fields())
            team.record(details, by=actor)
            return row

    def edit(self, *, by: User, **fields: Any) -> None:
        """Say anew what it is and how one gets access."""
        with self.team.changed_by(by, needs=Role.MEMBER) as actor:
            self.refresh_from_db()
            if self.removed_at:
                raise RemovedFromShelf(f"“{self}” was taken off the shelf.")
            was = self._fields()
            for name, value in _stripped(fields).items():
                setattr(self, name, value)
            now = self._fields()
            if was == now:
                return
            self._check()
            self.save(update_fields=FIELDS)
            details = TeamShelfEdited(
                shelf_item=self.pk, was=ShelfFields(**was), now=ShelfFields(**now)
            )
            self.team.record(details, by=actor, replaced=(self, was))

    def remove(self, *, by: User) -> None:
        """It isn't there any more."""
        with self.team.changed_by(by, needs=Role.MEMBER) as actor:
            self.refresh_from_db(fields=["removed_at"])
            if self.removed_at is None:
                self.removed_at = clock.now()
                self.save(update_fields=["removed_at"])
                self.team.record(TeamShelfRemoved(shelf_item=self.pk), by=actor)

    def _fields(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in FIELDS}

    def _check(self) -> None:
        if not self.name:
            raise ShelfWithoutName("Say what it is called.", "name")
        self.clean_fields(exclude=["team"])


def _stripped(fields: dict[str, Any]) -> dict[str, Any]:
    stripped = {}
    for name, value in fields.items():
        stripped[name] = value.strip() if isinstance(value, str) else value
    return stripped
