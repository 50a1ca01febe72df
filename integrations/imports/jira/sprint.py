"""The sprints of the export, fitted into a calendar in which sprints don't overlap."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from integrations.imports.jira.reading import JsonObject

USUAL = timedelta(days=14)
DAY = timedelta(days=1)
AN_INSTANT = timedelta(microseconds=1)
MOST_SKIPPED = 200  # “Release 2026” isn't the number of a sprint
OLD_FORM = re.compile(r"(\w+)=([^,\]]*)")  # Jira Server: …Sprint@1f2[id=7,state=CLOSED,name=…]


@dataclass
class JiraSprint:
    id: int
    name: str
    goal: str
    state: str
    start: datetime | None
    end: datetime | None
    complete: datetime | None
    board: int | None
    first_named: datetime | None = None
    starts_on: date = date.min  # both are set once it is laid out
    ends_on: date = date.min
    row: int = 0  # the id of our own row, once there is one
    number: int = 0  # its number in the project

    @classmethod
    def read(cls, one: JsonObject) -> JiraSprint:
        state = one.text("state", "").lower()
        sprint = cls(
            one.number("id"),
            one.text("name", ""),
            one.text("goal", ""),
            state,
            one.moment_or_none("startDate"),
            one.moment_or_none("endDate"),
            one.moment_or_none("completeDate"),
            _board(one.value),
        )
        if state == "closed" and sprint.start and not sprint.complete:
            sprint.complete = sprint.end or sprint.start + USUAL
        if sprint.complete and sprint.start:
            sprint.complete = max(sprint.complete, sprint.start)
        return sprint

    @property
    def begins(self) -> datetime:
        assert self.start is not None, "asked of sprints that have dates"
        return self.start

    @property
    def is_closed(self) -> bool:
        return self.complete is not None

    @property
    def is_active(self) -> bool:
        return self.state == "active" and not self.is_closed

    @property
    def is_started(self) -> bool:
        return self.is_closed or self.is_active

    def is_over(self, moment: datetime) -> bool:
        return self.complete is not None and self.complete <= moment

    @property
    def label(self) -> str:
        return self.name or f"sprint {self.id}"

    @property
    def goal_with_name(self) -> str:
        return (f"{self.name}: {self.goal}" if self.goal and self.name else self.name or self.goal)[
            :300
        ]


def _board(value: dict[str, Any]) -> int | None:
    """The board as a number; whatever else stands there says nothing."""
    told = str(value.get("originBoardId") or value.get("boardId") or "")
    if told.isascii() and told.isdigit() and len(told) < 10:
        return int(told)
    return None


def old_form(text: str) -> dict[str, str]:
    """A sprint as Jira Server writes it, one text in brackets."""
    values = dict(OLD_FORM.findall(text.partition("[")[2]))
    old_form = {}
    for name, value in values.items():
        if value not in ("", "<null>"):
            old_form[name] = value
    return old_form


@dataclass
class Calendar:
    """Lays sprints side by side; what it had to change or leave out is said in sentences."""

    zone: tzinfo
    taken: list[tuple[date, date, str]] = field(default_factory=list)
    has_active: bool = False
    kept: list[JiraSprint] = field(default_factory=list)
    trimmed: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def lay_out(self, sprints: list[JiraSprint]) -> list[JiraSprint]:
        boards = Counter(sprint.board for sprint in sprints)
        self.main_board = max(boards, key=lambda one: (boards[one], -(one or 0)), default=None)
        dated = []
        for sprint in sprints:
            if self._has_dates(sprint):
                dated.append(sprint)
        for sprint in sorted(dated, key=lambda one: (one.begins, one.id)):
            self._set_days(sprint)
            if not self._collides_with_ours(sprint) and not self._is_second_active(sprint):
                self._place(sprint)
        return self.kept

    def _has_dates(self, sprint: JiraSprint) -> bool:
        if not sprint.start:
            self.left_out.append(f"{sprint.label} has no dates")
        return sprint.start is not None

    def _set_days(self, sprint: JiraSprint) -> None:
        end = sprint.end or sprint.complete or sprint.begins + USUAL - DAY
        sprint.starts_on = sprint.begins.astimezone(self.zone).date()
        last = end.astimezone(self.zone) - AN_INSTANT  # midnight is the end of the day before
        sprint.ends_on = max(last.date(), sprint.starts_on)

    def _collides_with_ours(self, sprint: JiraSprint) -> bool:
        for starts_on, ends_on, name in self.taken:
            if sprint.starts_on <= ends_on and sprint.ends_on >= starts_on:
                self.left_out.append(f"{sprint.label} overlaps {name}, which is here already")
                return True
        return False

    def _is_second_active(self, sprint: JiraSprint) -> bool:
        is_second = sprint.is_active and self.has_active
        if is_second:
            self.left_out.append(f"{sprint.label} would be a second running sprint")
        self.has_active = self.has_active or sprint.is_active
        return is_second

    def _place(self, sprint: JiraSprint) -> None:
        """Put it behind the last one, which then ends a day before; a parallel board's one goes."""
        while self.kept and sprint.starts_on <= self.kept[-1].ends_on:
            last = self.kept[-1]
            if self._is_parallel(sprint, last):
                self.left_out.append(f"{sprint.label} ran in parallel to {last.label}")
                return
            if self._is_parallel(last, sprint):
                self.kept.pop()
                self.left_out.append(f"{last.label} ran in parallel to {sprint.label}")
                continue
            was, last.ends_on = last.ends_on, sprint.starts_on - DAY
            self.trimmed.append(f"{last.label} ({was} → {last.ends_on})")
        self.kept.append(sprint)

    def _is_parallel(self, one: JiraSprint, other: JiraSprint) -> bool:
        if one.board != other.board and self.main_board in (one.board, other.board):
            return other.board == self.main_board
        if one.board != other.board:
            return one.starts_on == other.starts_on and self._comes_after(one, other)
        return one.starts_on == other.starts_on and one.id > other.id

    @staticmethod
    def _comes_after(one: JiraSprint, other: JiraSprint) -> bool:
        return (one.begins, one.id) > (other.begins, other.id)


def numbers_for(sprints: list[JiraSprint], last: int) -> list[int]:
    """The numbers in the sprints' names where they go on from the last one, else the next."""
    numbers = []
    for sprint in sprints:
        told = re.search(r"(\d{1,4})\s*$", sprint.name)
        number = int(told[1]) if told else 0
        last = number if last < number <= last + MOST_SKIPPED else last + 1
        numbers.append(last)
    return numbers
