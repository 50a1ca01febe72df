"""Gives the project the columns that the statuses of the export need."""

from __future__ import annotations

from datetime import datetime

import msgspec

from integrations.imports.jira.event_writer import EventWriter
from integrations.imports.jira.id_map import Place
from integrations.imports.jira.status import Statuses
from projects.models import Project
from stories.events import CategoryName, ColumnAdded
from stories.models import Category, Column

ORDER = list(Category.values)


class Board:
    """A status is a column of the same name; what the name doesn't find is added."""

    def __init__(self, project: Project, event_writer: EventWriter, *, is_new: bool) -> None:
        self.project, self.event_writer, self.is_new = project, event_writer, is_new
        self.by_name = {one.name.lower(): one for one in project.columns.all()}
        self.made = 0

    def lay_out(self, statuses: Statuses, at: datetime) -> dict[str, Place]:
        """Return (column, category) for each status id."""
        self.begins = at
        wanted = statuses.columns()
        rows = {}
        for status, (name, category) in sorted(wanted.items(), key=_in_flow):
            rows[status] = self._column(name, category, at)
        if self.is_new:
            self._tidy({row.pk for row in rows.values()})
        return {status: _place(row) for status, row in rows.items()}

    @property
    def dropped(self) -> Place:
        """Where an issue stands that was closed without being done."""
        row = self.project.columns.first_of(Category.DROPPED)
        return _place(row or self._column("Dropped", Category.DROPPED, self.begins))

    @property
    def begun(self) -> Place | None:
        """Where an issue stood before it was closed, when nothing tells."""
        row = self.project.columns.first_of(Category.TODO)
        if row:
            return _place(row)
        return None

    def _column(self, name: str, category: str, at: datetime) -> Column:
        row = self.by_name.get(name.lower())
        if row is None:
            row = Column.objects.create(
                project=self.project,
                name=name,
                category=category,
                position=Column.next_position(self.project),
            )
            self.by_name[name.lower()] = row
            self.made += 1
            values = {
                "column": row.pk,
                "name": name,
                "category": category,
                "wip_limit": None,
                "position": row.position,
            }
            details = ColumnAdded.of(values)
            self.event_writer.add(at, details, actor=None, discipline="", role="system", tie=1)
        return row

    def _tidy(self, used: set[int]) -> None:
        """A new board keeps one column of each category, in the order that work flows."""
        rows = list(self.project.columns.all())
        served = set()
        for row in rows:
            if row.pk in used:
                served.add(row.category)
        spare = []
        for row in rows:
            if row.pk not in used and row.category in served:
                spare.append(row)
        Column.objects.filter(pk__in=[row.pk for row in spare]).delete()
        rows = sorted(
            (row for row in rows if row not in spare),
            key=lambda row: (ORDER.index(row.category), row.position),
        )
        for place, row in enumerate(rows, start=1):
            row.position = place
        Column.objects.bulk_update(rows, ["position"])


def _place(row: Column) -> Place:
    category: CategoryName = msgspec.convert(row.category, CategoryName)
    return row.pk, category


def _in_flow(entry: tuple[str, tuple[str, Category]]) -> tuple[int, str, str]:
    status, (name, category) = entry
    return ORDER.index(category), name, status
