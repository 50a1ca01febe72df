"""The files on one thing as one person sees them, in the statement that reads the thing itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from base.roles import STRENGTH, Role
from files.hosts import host_of
from files.models import Attachment
from files.models.attachment import MEGABYTE
from teams.models.membership import Actor

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

CELLS = {
    "pk": "pk",
    "name": "name",
    "size": "size",
    "content_type": "content_type",
    "preview": "preview",
    "added_by": "added_by",
    "adder": "added_by__name",
    "added_at": "added_at",
    "checked_at": "checked_at",
    "deleted_at": "deleted_at",
    "deleted_by": "deleted_by",
}


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file as a page shows it; no row of the database is behind it."""

    pk: int
    name: str
    size: int
    content_type: str
    preview: str
    added_by: int | None
    adder: str | None
    added_at: str
    checked_at: str | None
    deleted_at: str | None
    deleted_by: int | None

    @property
    def added(self) -> datetime | None:
        return parse_datetime(self.added_at)

    @property
    def waits(self) -> bool:
        return self.checked_at is None

    @property
    def has_preview(self) -> bool:
        return self.preview == Attachment.Preview.READY

    @property
    def is_drawn(self) -> bool:
        """Whether a worker draws its preview just now."""
        return self.preview == Attachment.Preview.WAITING and not self.waits


def files_on(kind: str) -> ArraySubquery:
    """The files of each row of this kind, to be annotated: no statement of their own."""
    rows = Attachment.objects.filter(host_kind=kind, host_id=OuterRef("pk"))
    return ArraySubquery(_cells(rows))


def files_of(row: Model) -> list[dict[str, Any]]:
    """The same of one row, where nothing else is read of it."""
    return list(_cells(Attachment.objects.on(row)).values_list("json", flat=True))


def _cells(rows: Any) -> QuerySet[Any, Any]:
    shown = Q(pk__in=Attachment.objects.restorable().values("pk")) | Q(deleted_at=None)
    cells: QuerySet[Any, Any] = rows.filter(shown).order_by("added_at", "pk")
    return cells.values(json=JSONObject(**CELLS))


class FileList:
    """What hangs on a row, and what its reader may do with it."""

    def __init__(self, row: Model, actor: Actor, cells: list[dict[str, Any]]) -> None:
        self.row, self.actor = row, actor
        self.host = host_of(row)
        self.rows = [FileRow(**each) for each in cells]

    @cached_property
    def standing(self) -> list[FileRow]:
        return [row for row in self.rows if row.deleted_at is None]

    @cached_property
    def deleted(self) -> list[FileRow]:
        """Those that the reader may put back."""
        deleted = []
        for row in self.rows:
            if row.deleted_at is not None and self._may(row.deleted_by):
                deleted.append(row)
        return deleted

    @property
    def removable(self) -> set[int]:
        return {row.pk for row in self.standing if self._may(row.added_by)}

    @property
    def may_attach(self) -> bool:
        return self.host.may_take(self.row, self.actor)

    @property
    def is_empty(self) -> bool:
        return not (self.standing or self.deleted or self.may_attach)

    @property
    def name(self) -> str:
        """Of its section on the page."""
        return f"files-{self.host.kind}-{self.row.pk}"

    @property
    def address(self) -> str:
        return reverse("files_of", args=[self.host.kind, self.row.pk])

    @property
    def is_drawing(self) -> bool:
        return any(row.is_drawn for row in self.standing)

    def _may(self, person: int | None) -> bool:
        leads = STRENGTH[self.actor.role] >= STRENGTH[Role.LEAD]
        return leads or (self.actor.user is not None and self.actor.user.pk == person)


def in_words(size: int) -> str:
    """A size as people say it."""
    if size < 1000:
        return f"{size} bytes"
    if size < MEGABYTE:
        return f"{size / 1024:.0f} kB"
    if size < 10 * MEGABYTE:
        return f"{size / MEGABYTE:.1f} MB"
    return f"{size / MEGABYTE:,.0f} MB"
