"""What a story of one project may be set to, and the people around it: two queries for a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, DateField, F, Func, IntegerField, Value, When
from django.db.models.functions import Left

from base.roles import Discipline, Role
from history.activity import Names
from stories.models import Category

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from projects.models.project import Project
    from teams.models.membership import Membership
    from teams.models.user import User

NO_TEXT = Value("")
NO_ROW = Value(0, IntegerField())  # behind a label
NO_NUMBER = Value(None, IntegerField())
NO_DAY = Value(None, DateField())

RELEASE_STATE = Case(When(withdrawn_at=None, then=Value("open")), default=Value("withdrawn"))


@dataclass(frozen=True, slots=True)
class Choice:
    """A column, sprint, theme, hypothesis, release or label as pages need it.

    No row of the database is behind it.
    """

    kind: str
    pk: int
    name: str
    state: str
    number: int | None
    position: int | None
    note: str = ""
    starts_on: date | None = None
    ends_on: date | None = None

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.state not in ("closed", "done", "dropped", "decided", "withdrawn")

    @property
    def window(self) -> tuple[date, date]:
        """The first day and the last, of a kind that always has both: a sprint."""
        assert self.starts_on is not None
        assert self.ends_on is not None
        return self.starts_on, self.ends_on


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the team, as they are in it now; who has left is here for the history."""

    pk: int
    name: str
    discipline: str
    role: str
    is_current: bool
    initials: str

    def __str__(self) -> str:
        return self.name

    @property
    def works_here(self) -> bool:
        return self.is_current and self.role != Role.GUEST


class FieldOptions:
    """The columns, sprints, themes, labels and people of a project."""

    def __init__(self, project: Project) -> None:
        self.project = project

    @cached_property
    def all(self) -> list[Choice]:
        return [Choice(*row) for row in self._rows()]

    @cached_property
    def columns(self) -> list[Choice]:
        return self._of("column")

    @cached_property
    def sprints(self) -> list[Choice]:
        """The newest first, as one looks for them."""
        return self._of("sprint")[::-1]

    @cached_property
    def themes(self) -> list[Choice]:
        return self._of("theme")

    @cached_property
    def hypotheses(self) -> list[Choice]:
        return self._of("hypothesis")

    @cached_property
    def releases(self) -> list[Choice]:
        return self._of("release")

    @cached_property
    def labels(self) -> list[str]:
        return [choice.name for choice in self._of("label")]

    @property
    def active_sprint(self) -> Choice | None:
        return next((sprint for sprint in self.sprints if sprint.state == "active"), None)

    @property
    def open_sprints(self) -> list[Choice]:
        open_sprints = []
        for sprint in reversed(self.sprints):
            if sprint.is_open:
                open_sprints.append(sprint)
        return open_sprints

    @property
    def open_themes(self) -> list[Choice]:
        open_themes = []
        for theme in self.themes:
            if theme.is_open:
                open_themes.append(theme)
        return open_themes

    @cached_property
    def memberships(self) -> list[Membership]:
        memberships = self.project.team.memberships.select_related("user")
        return list(memberships.order_by("joined_at", "pk"))

    @cached_property
    def people(self) -> dict[int, Person]:
        """Everyone who is or was in the team, by id, as they are or were at last."""
        people = {}
        for one in self.memberships:
            people[one.user_id] = Person(
                one.user_id,
                str(one.user),
                one.discipline,
                one.role,
                one.is_current,
                one.user.initials,
            )
        return people

    def person(self, pk: int | None) -> Person | None:
        return None if pk is None else self.people.get(pk)

    @cached_property
    def workers(self) -> list[Person]:
        workers = []
        for one in self.people.values():
            if one.works_here:
                workers.append(one)
        return sorted(workers, key=lambda one: one.name)

    def owners(self, now: int | None) -> list[Person]:
        """Who can own a story: the workers, and whoever owns it now with why nobody else can."""
        owner = self.person(now)
        if owner is None or owner.works_here:
            return self.workers
        state = "guest" if owner.is_current else "left the team"
        return [*self.workers, replace(owner, name=f"{owner.name} ({state})")]

    @property
    def disciplines(self) -> list[tuple[str, str]]:
        here = {one.discipline for one in self.workers}
        disciplines = []
        for choice in Discipline.choices:
            if choice[0] in here:
                disciplines.append(choice)
        return disciplines

    def may_change(self, user: User) -> bool:
        """Whether the user works here, so that controls are offered; the verbs decide anyway."""
        person = self.people.get(user.pk)
        return bool(person and person.works_here and self.project.is_open)

    def names(self) -> Names:
        """What the history of this project speaks of, without asking again."""
        return Names(
            column={one.pk: one.name for one in self.columns},
            sprint={one.pk: one.name for one in self.sprints},
            theme={one.pk: one.name for one in self.themes},
            release={one.pk: one.name for one in self.releases},
            person={one.pk: one.name for one in self.people.values()},
        )

    def _of(self, kind: str) -> list[Choice]:
        found = []
        for choice in self.all:
            if choice.kind == kind:
                found.append(choice)
        return sorted(found, key=lambda one: (one.position or 0, one.name))

    def _rows(self) -> QuerySet[Any, Any]:
        """All that can be chosen, by one statement."""
        project = self.project
        sprint = Func(Value("Sprint "), F("number"), function="concat", output_field=CharField())
        labels = project.stories.open().annotate(spelling=Func(F("labels"), function="unnest"))
        plan = {"starts_on": "starts_on", "ends_on": "ends_on"}
        columns = _choices(
            "column", project.columns, "name", "category", number="wip_limit", position="position"
        )
        return columns.union(
            _choices(
                "sprint",
                project.sprints.annotate(name=sprint),
                "name",
                "state",
                number="number",
                position="number",
                goal="goal",
                **plan,
            ),
            _choices("theme", project.themes, "title", "state", position="position", **plan),
            _choices("hypothesis", project.hypotheses, Left("prediction", 100), "state"),
            _choices("release", project.releases, "title", RELEASE_STATE),
            _choices("label", labels, "spelling", pk=NO_ROW),
        )


def _choices(
    kind: str,
    rows: Any,
    name: str | Left,
    state: Any = NO_TEXT,
    *,
    pk: Any = "pk",
    number: Any = NO_NUMBER,
    position: Any = NO_NUMBER,
    goal: Any = NO_TEXT,
    starts_on: Any = NO_DAY,
    ends_on: Any = NO_DAY,
) -> QuerySet[Any, Any]:
    """Rows of one kind as a union wants them: the same columns of the same types, in one order."""
    columns = (Value(kind), pk, name, state, number, position, goal, starts_on, ends_on)
    chosen: QuerySet[Any, Any] = rows.order_by().values_list(*columns)
    return chosen


def on_board(columns: list[Choice]) -> list[Choice]:
    shown = []
    for column in columns:
        if column.state != Category.DROPPED:
            shown.append(column)
    return shown
