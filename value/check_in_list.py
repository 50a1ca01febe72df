"""The check-ins of a project as its page lists them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from base import clock
from value.models import CheckIn
from value.models.check_in import next_day

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from projects.models import Project, Release

SHOWN = 100  # of those that are closed, the newest


@dataclass(slots=True)
class Asked:
    """What was asked of one release on one day: a row for each metric."""

    release: Release
    day: int
    due_on: date
    rows: list[CheckIn]


@dataclass(frozen=True, slots=True)
class Coming:
    """When a release is asked about next."""

    release: Release
    day: int
    on: date


class CheckInList:
    """Open ones first, the longest due on top; then when the next are asked; then what was said."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.today = project.team.day_of(clock.now())

    @cached_property
    def _rows(self) -> list[CheckIn]:
        rows = CheckIn.objects.filter(project=self.project).with_fresh_observation()
        return list(_read(rows.open().soonest_first()))

    @property
    def number(self) -> int:
        return len(self._rows)

    @property
    def open(self) -> list[Asked]:
        return _by_release(self._rows)

    @property
    def overdue(self) -> int:
        return sum(row.is_overdue(self.today) for row in self._rows)

    @cached_property
    def closed(self) -> list[Asked]:
        rows = CheckIn.objects.filter(project=self.project).exclude(state=CheckIn.State.OPEN)
        return _by_release(list(_read(rows.newest_first())[:SHOWN]))

    @cached_property
    def coming(self) -> list[Coming]:
        """One line for each release in use, the soonest first."""
        return sorted(self._coming(), key=lambda one: (one.on, one.release.pk))

    def _coming(self) -> Iterator[Coming]:
        for release in self.project.releases.exclude(first_used_on=None):
            assert release.first_used_on
            day = next_day((self.today - release.first_used_on).days)
            yield Coming(release, day, release.first_used_on + timedelta(days=day))


def _by_release(rows: list[CheckIn]) -> list[Asked]:
    groups: dict[tuple[int, int], Asked] = {}
    for row in rows:
        group = Asked(row.release, row.day, row.due_on, [])
        groups.setdefault((row.release_id, row.day), group).rows.append(row)
    return list(groups.values())


def _read(rows: QuerySet[CheckIn]) -> QuerySet[CheckIn]:
    return rows.select_related("release", "metric", "observation")
