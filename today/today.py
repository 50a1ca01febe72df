"""All that the dashboard of one person is made of, in one question for each kind of thing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum
from django.db.models.functions import JSONObject
from django.utils import timezone

from forecasts.models import Forecast
from forecasts.words import fortnight_in_words
from health.models import HealthReport, Reading, ReportView
from health.signals.measurement import State
from health.signals.signal import DIMENSIONS
from projects.models import Charter, Project, Signature
from projects.models.charter import signed_for
from sprints.models import Sprint
from stories.models import Story
from teams.models import Team
from teams.roster import TeamRoster, member_rows
from today.waiting import Waiting, has_answered, waiting_for

if TYPE_CHECKING:
    from typing import TypedDict

    from django.db.models import QuerySet
    from django_stubs_ext import WithAnnotations

    from teams.models.user import User

    class TeamRows(TypedDict):
        member_rows: Any
        project_rows: Any

    class Sums(TypedDict):
        total: int
        done: int
        points: Any
        done_points: Any
        ownerless: int

    class IsSeen(TypedDict):
        is_seen: bool

    Described = WithAnnotations[Team, TeamRows]
    OpenSprint = WithAnnotations[Sprint, Sums]
    SeenReading = WithAnnotations[Reading, IsSeen]

WORST_FIRST = (
    State.ATTENTION,
    State.SPLIT,
    State.UNCLEAR,
    State.HEALTHY,
    State.TOO_LITTLE,
    State.SUPPRESSED,
)


@dataclass(frozen=True, slots=True)
class NewestCharter:
    """A charter, as far as Today speaks of it."""

    version: int
    signed_for: list[str]
    ends_on: str


@dataclass(frozen=True)
class ProjectCard:
    """A project with its open sprints and its newest charter, if there are any."""

    pk: int
    key: str
    name: str
    customer: str
    state: str
    team: TeamCard
    sprints: list[Any]
    charter: NewestCharter | None
    last_closed: int | None = None  # the number of the newest closed sprint
    forecast: dict[str, Any] | None = None  # the last one that was frozen for two weeks
    the_end: dict[str, Any] | None = None  # what was said last of the charter's end

    @property
    def forecast_says(self) -> str:
        if self.forecast:
            return fortnight_in_words(self.forecast)
        return ""

    @property
    def chance_of_the_end(self) -> tuple[float, date] | None:
        """Of all that is open to be done by the charter's end, as long as that lies ahead.

        None where nothing was said of it, only of an end that has been moved since, or no more
        when the last forecasts were issued: then the history isn't enough for it any longer.
        """
        if self.the_end is None or self.charter is None or self.forecast is None:
            return None
        if self.the_end["issued_on"] != self.forecast["issued_on"]:
            return None
        end = date.fromisoformat(self.charter.ends_on)
        is_of_it = date.fromisoformat(self.the_end["due_on"]) == end + timedelta(days=1)
        if is_of_it and end >= self.team.today:
            return (self.the_end["chance"], end)
        return None

    @property
    def running(self) -> OpenSprint | None:
        return next((one for one in self.sprints if one.is_active), None)

    @property
    def planned(self) -> OpenSprint | None:
        coming = []
        for one in self.sprints:
            if one.is_planned:
                coming.append(one)
        return min(coming, key=lambda one: one.starts_on, default=None)

    @property
    def elapsed(self) -> float:
        """How much of the running sprint's time is over, 0 to 1."""
        running = self.running
        if running is None:
            return 0.0
        days = (running.ends_on - running.starts_on).days + 1
        return ((self.team.today - running.starts_on).days + 1) / days

    @property
    def is_active(self) -> bool:
        return self.state == Project.State.ACTIVE

    def __str__(self) -> str:
        return self.name


class TeamCard:
    """A team of mine, with what its newest report says and its projects."""

    def __init__(self, team: Described, me: User, readings: Sequence[Reading]) -> None:
        self.pk, self.name, self.slug = team.pk, team.name, team.slug
        self.size_limit, self.sprint_days = team.size_limit, team.sprint_days
        self.today = team.today
        self.roster = TeamRoster(team.member_rows, me)
        self.readings = readings
        self.projects: list[ProjectCard] = []

    def __str__(self) -> str:
        return self.name

    @property
    def health(self) -> list[tuple[str, str]]:
        """Each dimension with the state of its worst signal."""
        worst: dict[str, str] = {}
        for reading in sorted(self.readings, key=lambda one: WORST_FIRST.index(one.state)):
            worst.setdefault(reading.signal[0], reading.state)
        health = []
        for key in DIMENSIONS:
            if key in worst:
                health.append((DIMENSIONS[key], str(worst[key])))
        return health


class Today:
    """My teams and their projects, and what is mine in them."""

    def __init__(self, me: User) -> None:
        self.me, self.day = me, timezone.localdate()

    @cached_property
    def waiting(self) -> list[Waiting]:
        """What waits for me or my teams beside stories and sprints."""
        found = waiting_for(self.me, self.day)
        waiting = []
        for one in found:
            if one.kind != "pulse" or not has_answered(one, self.me):
                waiting.append(one)
        return waiting

    @property
    def works_somewhere(self) -> bool:
        """Whether I am more than a guest in one of my teams."""
        return any(team.roster.works for team in self.teams)

    @cached_property
    def teams(self) -> list[TeamCard]:
        projects = Project.objects.open().filter(team=OuterRef("pk")).order_by("name", "pk")
        names = (
            "id",
            "key",
            "name",
            "customer",
            "state",
            "forecast",
            "the_end",
            "charter",
            "last_closed",
        )
        fields = {name: name for name in names}
        closed = Sprint.objects.closed().filter(project=OuterRef("pk")).order_by("-number")
        projects = projects.annotate(
            forecast=Forecast.objects.last_fortnight(),
            the_end=Forecast.objects.last_of_the_end(),
            charter=_newest_charter(),
            last_closed=Subquery(closed.values("number")[:1]),
        )
        rows = ArraySubquery(projects.values(json=JSONObject(**fields)))
        teams: QuerySet[Team] = Team.objects.visible_to(self.me).order_by("name")
        described = teams.annotate(member_rows=member_rows("pk"), project_rows=rows)
        return [self._team(row) for row in described]

    @property
    def projects(self) -> list[ProjectCard]:
        projects = []
        for team in self.teams:
            for project in team.projects:
                projects.append(project)
        return projects

    @cached_property
    def stories(self) -> list[Any]:
        """My open stories that are started or blocked, oldest first."""
        mine = Story.objects.visible_to(self.me).open().owned_by(self.me)
        started = mine.filter(Q(fact__started_at__isnull=False) | Q(blocked_at__isnull=False))
        return list(
            started.filter(project__state=Project.State.ACTIVE)
            .select_related("project", "column", "fact")
            .order_by("fact__started_at", "pk")
        )

    @cached_property
    def _sprints(self) -> list[Sprint]:
        kept = ~Q(stories__category="dropped")
        done = Q(stories__category="done")
        return list(
            Sprint.objects.visible_to(self.me)
            .open()
            .order_by("starts_on")
            .annotate(
                total=Count("stories", filter=kept),
                done=Count("stories", filter=done),
                points=Sum("stories__points", filter=kept),
                done_points=Sum("stories__points", filter=done),
                ownerless=Count("stories", filter=Q(stories__owner=None, stories__category="todo")),
            )
        )

    @property
    def unseen(self) -> Iterable[Any]:
        """The reports whose readings I see here, and which I saw nowhere before."""
        told = []
        for rows in self._readings.values():
            for one in rows:
                if not one.is_seen:
                    told.append(one.report)
        return {report.pk: report for report in told}.values()

    @cached_property
    def _readings(self) -> dict[int, list[SeenReading]]:
        newest = (
            HealthReport.objects.visible_to(self.me)
            .order_by("team_id", "-as_of", "-pk")
            .distinct("team_id")
        )
        seen = ReportView.objects.filter(report=OuterRef("report"), user=self.me.pk)
        found: dict[int, list[SeenReading]] = {}
        for reading in (
            Reading.objects.filter(report__in=newest.values("pk"))
            .annotate(is_seen=Exists(seen))
            .select_related("report")
            .defer("report__body", "report__last_events")
        ):
            found.setdefault(reading.report.team_id, []).append(reading)
        return found

    def _team(self, team: Described) -> TeamCard:
        card = TeamCard(team, self.me, self._readings.get(team.pk, []))
        for row in team.project_rows:
            pk = row.pop("id")
            sprints = []
            for one in self._sprints:
                if one.project_id == pk:
                    sprints.append(one)
            charter = row.pop("charter")
            newest = NewestCharter(**charter) if charter else None
            card.projects.append(ProjectCard(pk, **row, team=card, sprints=sprints, charter=newest))
        return card


def _newest_charter() -> Subquery:
    """The newest version of a project's charter and who has signed it for what, as JSON."""
    signed = Signature.objects.filter(charter=OuterRef("pk")).values_list(signed_for())
    newest = Charter.objects.filter(project=OuterRef("pk")).order_by("-version")
    return Subquery(
        newest.values(
            json=JSONObject(version="version", signed_for=ArraySubquery(signed), ends_on="ends_on")
        )[:1]
    )
