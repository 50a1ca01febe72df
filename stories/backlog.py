"""The backlog of a project as its page shows it: ranked stories, and sprints to put them into."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum, Window
from django.db.models.functions import RowNumber
from django.http import QueryDict

from base.roles import Role
from sprints.models import Sprint
from stories.card_renderer import Card, CardRenderer
from stories.field_options import FieldOptions
from stories.models import Category, Story
from stories.story_filter import StoryFilter
from teams.models.absence import person_days

if TYPE_CHECKING:
    from decimal import Decimal
    from typing import TypedDict

    from django.db.models import QuerySet
    from django_stubs_ext import WithAnnotations

    from projects.models.project import Followed, Project
    from stories.field_options import Choice
    from teams.models.user import User

    class Pace(TypedDict):
        pace: Decimal | None

    Paced = WithAnnotations[Project, Pace]

PAGE = 100
PACE_OF = 3  # closed sprints


@dataclass(slots=True)
class Plan:
    """An open sprint with what is planned into it, against what the team can do."""

    sprint: Choice
    capacity: float
    pace: float | None
    rows: list[Card] = field(default_factory=list)

    @property
    def points(self) -> float:
        return float(sum(row.points or 0 for row in self.rows))

    @property
    def done_points(self) -> float:
        return float(sum(row.points or 0 for row in self.rows if row.category == Category.DONE))

    @property
    def open_points(self) -> float:
        return self.points - self.done_points

    @property
    def scale(self) -> float:
        """What a full bar means: the pace of the last sprints, or all that is planned."""
        return max(self.points, self.pace or 0) or 1

    @property
    def pace_mark(self) -> float | None:
        """Where on the bar the pace lies, when more than that is planned."""
        if self.pace and self.points > self.pace:
            return self.pace / self.scale
        return None

    @property
    def is_planned(self) -> bool:
        return self.sprint.state == "planned"

    @property
    def sentence(self) -> str:
        return f"{self.points:g} points planned, {self.done_points:g} of them done"

    @property
    def unsized(self) -> int:
        return sum(1 for row in self.rows if row.points is None and row.time_box is None)

    @property
    def ownerless(self) -> int:
        return sum(1 for row in self.rows if row.owner is None and row.category != Category.DONE)


class Backlog:
    """What is still to be planned, a page at a time, beside the sprints that take it."""

    def __init__(self, project: Paced, reader: User, query: QueryDict) -> None:
        self.project, self.reader = project, reader
        self.choices = FieldOptions(project)
        self.story_filter = StoryFilter.asked_for(query, self.choices)
        self.may_change = self.choices.may_change(reader)
        self.owners = self.story_filter.owners(self.choices)
        self.page = page_number(query.get("page", ""))

    @cached_property
    def plans(self) -> list[Plan]:
        plans = {}
        for sprint in self.choices.open_sprints:
            plans[sprint.pk] = Plan(sprint, self._capacity(sprint), self.pace)
        for row in self._all:
            if row.sprint in plans:
                plans[row.sprint].rows.append(row)
        return list(plans.values())

    @cached_property
    def rows(self) -> list[Card]:
        """The stories of this page, those before and after named for moving by a button."""
        rows = []
        for row in self._all:
            if row.sprint is None:
                rows.append(row)
        for above, row in pairwise(rows):
            row.back, above.on = above, row
        return rows

    @property
    def has_stories(self) -> bool:
        return bool(self._all)

    @property
    def total(self) -> int:
        """How many stories fit in all; nothing is known of them on a page past the end."""
        return next((row.total for row in self.rows), 0)

    @property
    def first(self) -> int:
        return (self.page - 1) * PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def earlier(self) -> int | None:
        if self.page > 1:
            return self.page - 1
        return None

    @property
    def later(self) -> int | None:
        if self.last < self.total:
            return self.page + 1
        return None

    @property
    def earlier_address(self) -> str:
        return self.story_filter.but(page=self.page - 1)

    @property
    def later_address(self) -> str:
        return self.story_filter.but(page=self.page + 1)

    @property
    def pace(self) -> float | None:
        """Points the last closed sprints finished, on average; None before there is one."""
        if self.project.pace is None:
            return None
        return float(self.project.pace)

    @property
    def paced_sprints(self) -> int:
        return min(PACE_OF, sum(1 for one in self.choices.sprints if one.state == "closed"))

    @cached_property
    def _all(self) -> list[Card]:
        """This page of the backlog and all of the open sprints' stories, in one query."""
        unplanned = Q(sprint=None) & ~Q(category=Category.DONE)
        planned = Q(sprint__in=[sprint.pk for sprint in self.choices.open_sprints])
        wanted = unplanned & self.story_filter.wanted(self.choices, self.reader)
        stories = self.project.stories.exclude(category=Category.DROPPED).filter(wanted | planned)
        in_sprint = F("sprint")
        placed = stories.annotate(
            place=Window(RowNumber(), partition_by=in_sprint, order_by=["rank", "pk"]),
            total=Window(Count("pk"), partition_by=in_sprint),
        )
        start = (self.page - 1) * PAGE
        shown = Q(sprint__isnull=False) | Q(place__gt=start, place__lte=start + PAGE)
        return CardRenderer(self.project, self.choices).rows(placed.filter(shown))

    def _capacity(self, sprint: Choice) -> float:
        working = []
        for one in self.choices.memberships:
            if one.role != Role.GUEST:
                working.append(one)
        days = set(self.project.team.working_days)
        return person_days(working, self._absences, days, *sprint.window)

    @cached_property
    def _absences(self) -> list[Any]:
        windows = [sprint.window for sprint in self.choices.open_sprints]
        first, last = min(first for first, _ in windows), max(last for _, last in windows)
        return list(self.project.team.absences.between(first, last))


def with_pace(projects: QuerySet[Followed]) -> QuerySet[Paced]:
    """Note how many points each project's last closed sprints finished on average."""
    sprints = Sprint.objects.closed()
    last = sprints.filter(project=OuterRef(OuterRef("pk"))).order_by("-number").values("pk")
    per_sprint = (
        Story.objects.done()
        .filter(sprint__in=last[:PACE_OF])
        .values("project")
        .annotate(pace=Sum("points") / Count("sprint", distinct=True))
    )
    return projects.annotate(pace=Subquery(per_sprint.values("pace")))


def page_number(text: str) -> int:
    """The number of a page; nonsense is the first one."""
    plausible = text.isascii() and text.isdecimal() and len(text) <= 6
    if plausible:
        return max(1, int(text))
    return 1
