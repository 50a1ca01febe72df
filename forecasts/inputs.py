"""All that a project's forecasts are made of: four statements, and a fifth for the project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self, TypedDict

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject, TruncDate
from django.utils import timezone

from facts.models import StoryFact
from forecasts.data_quality import DataQuality
from forecasts.failure import FORECASTS
from forecasts.models import Forecast, TrackRecord
from forecasts.people import People
from jobs.models import Job
from numerics.forecasting import History
from projects.models import Charter, Project, Theme
from sprints.models import CommittedStory, Sprint
from stories.models import Story

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from stories.models.story import StoryQuerySet

HISTORY = timedelta(weeks=156)


class OpenTheme(TypedDict):
    pk: int
    title: str
    ends_on: str | None


class ResolvedCount(TypedDict):
    days: int
    issued_on: str


class ResolvedDate(TypedDict):
    theme: int | None
    held: bool | None


class NewestCharter(TypedDict):
    version: int
    ends_on: str


class BesideProject(TypedDict):
    """What `ForecastInputs.projects()` reads beside each project."""

    has_failed: bool
    open_sprints: list[dict[str, Any]]
    open_themes: list[OpenTheme]
    resolved_counts: list[ResolvedCount]
    resolved_dates: list[ResolvedDate]
    newest_charter: NewestCharter | None
    last_issued_at: datetime | None


DURATIONS = timedelta(weeks=13)


@dataclass(frozen=True, slots=True)
class OpenStory:
    """A story that isn't done, at its place in the project's order."""

    number: int
    title: str
    theme: int | None
    sprint: int | None
    started_at: datetime | None
    blocked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpenSprint:
    pk: int
    number: int
    state: str
    starts_on: date
    ends_on: date
    committed: int
    done: int

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        days = {}
        for name in ("starts_on", "ends_on"):
            days[name] = date.fromisoformat(row[name])
        return cls(**{**row, **days})

    @property
    def is_active(self) -> bool:
        return self.state == Sprint.State.ACTIVE

    def __str__(self) -> str:
        return f"Sprint {self.number}"


@dataclass(frozen=True)
class ForecastInputs:
    """What is known of the project at the start of the day; nothing of today is learned from."""

    project: WithAnnotations[Project, BesideProject]
    today: date
    history: History
    cycles: Sequence[float]  # working days, of stories done in the last 13 weeks
    data_quality: DataQuality
    stories: Sequence[OpenStory]
    people: People

    @classmethod
    def projects(cls) -> QuerySet[WithAnnotations[Project, BesideProject]]:
        """Projects with all that one statement can say beside them."""
        newest = Charter.objects.filter(project=OuterRef("pk")).order_by("-version")
        charter = newest.values(json=JSONObject(version="version", ends_on="ends_on"))
        themes = Theme.objects.filter(project=OuterRef("pk")).exclude(state__in=("done", "dropped"))
        scored = Forecast.objects.filter(project=OuterRef("pk")).counts().scored().order_by("pk")
        dates = Forecast.objects.filter(project=OuterRef("pk")).of_themes().scored().order_by("pk")
        issued = Forecast.objects.filter(project=OuterRef("pk")).order_by("-pk")
        projects: QuerySet[Project] = Project.objects.select_related("team", "track_record")
        return projects.annotate(
            has_failed=Job.objects.all().given_up_for("project", "pk", FORECASTS),
            open_sprints=_sprints(),
            open_themes=ArraySubquery(
                themes.values(json=JSONObject(pk="pk", title="title", ends_on="ends_on"))
            ),
            resolved_counts=ArraySubquery(
                scored.values(json=JSONObject(days="days", issued_on="issued_on"))
            ),
            resolved_dates=ArraySubquery(
                dates.values(json=JSONObject(theme="theme", held="outcome__held_85"))
            ),
            newest_charter=Subquery(charter[:1]),
            last_issued_at=Subquery(issued.values("issued_at")[:1]),
        )

    @classmethod
    def of(cls, project: WithAnnotations[Project, BesideProject], today: date) -> Self:
        """Read the rest for a project of `projects()`."""
        days, cycles, data_quality = _done(project, today)
        history, people = History.from_dates(days, until=today), People.of(project.team, today)
        return cls(project, today, history, cycles, data_quality, _open(project), people)

    @property
    def now(self) -> datetime:
        return datetime.combine(self.today, time(), tzinfo=timezone.get_default_timezone())

    @cached_property
    def record(self) -> TrackRecord:
        """How well past forecasts held; an empty record if none was issued yet."""
        return getattr(self.project, "track_record", None) or TrackRecord(project=self.project)

    @property
    def resolved(self) -> list[ResolvedCount]:
        """The counts that have come true or not: how many days they looked at, and from when."""
        return self.project.resolved_counts

    @cached_property
    def remarks(self) -> list[str]:
        """What has to be said of the data all this rests on, in sentences."""
        return self.data_quality.sentences(self.history)

    @cached_property
    def sprints(self) -> list[OpenSprint]:
        return [OpenSprint.of(row) for row in self.project.open_sprints]

    @property
    def running(self) -> OpenSprint | None:
        return next((sprint for sprint in self.sprints if sprint.is_active), None)

    @property
    def planned(self) -> OpenSprint | None:
        return next((sprint for sprint in self.sprints if not sprint.is_active), None)

    @property
    def themes(self) -> list[tuple[OpenTheme, int]]:
        """Themes with open stories: pk, title, planned end, how many are open."""
        stories = Counter(story.theme for story in self.stories)
        themes = []
        for row in self.project.open_themes:
            if left := stories[row["pk"]]:
                themes.append((row, left))
        return themes

    @property
    def charter_ends_on(self) -> date | None:
        charter = self.project.newest_charter
        if charter:
            return date.fromisoformat(charter["ends_on"])
        return None

    @cached_property
    def planned_in(self) -> list[OpenStory]:
        """Open stories that stand in a sprint."""
        planned = []
        for story in self.stories:
            if story.sprint:
                planned.append(story)
        return planned

    @cached_property
    def backlog(self) -> list[OpenStory]:
        """Open stories that stand in none, in their order."""
        backlog = []
        for story in self.stories:
            if not story.sprint:
                backlog.append(story)
        return backlog

    def until_last_of(self, theme: int) -> int:
        """Open stories up to the theme's last one: sprints first, then the backlog in order."""
        order = [*self.planned_in, *self.backlog]
        return max((n for n, story in enumerate(order, 1) if story.theme == theme), default=0)

    def in_sprint(self, sprint: OpenSprint) -> list[OpenStory]:
        in_sprint = []
        for story in self.stories:
            if story.sprint == sprint.pk:
                in_sprint.append(story)
        return in_sprint


def _sprints() -> ArraySubquery:
    done = Story.objects.filter(sprint=OuterRef("pk"), category="done").order_by()
    frozen = CommittedStory.objects.filter(commitment__sprint=OuterRef("pk")).order_by()
    sprints = Sprint.objects.open().filter(project=OuterRef("pk")).order_by("number")
    counted = sprints.annotate(
        done_stories=_count(done, "sprint"), frozen_stories=_count(frozen, "commitment")
    )
    rows = counted.values(
        json=JSONObject(
            pk="pk",
            number="number",
            state="state",
            starts_on="starts_on",
            ends_on="ends_on",
            committed="frozen_stories",
            done="done_stories",
        )
    )
    return ArraySubquery(rows)


def _count(rows: StoryQuerySet | QuerySet[CommittedStory], by: str) -> Coalesce:
    return Coalesce(Subquery(rows.values(by).annotate(n=Count("pk")).values("n")), 0)


def _done(project: Project, today: date) -> tuple[list[Any], list[Any], DataQuality]:
    """The day of each completion, bulk closes left out, and how long the recent ones took."""
    midnight = datetime.combine(today, time(), tzinfo=timezone.get_default_timezone())
    learned, recent = Q(bulk_closed=False), Q(done_at__gte=midnight - DURATIONS)
    # Facts put a clock that ran backwards in order: done before started became done as it started.
    unstarted = Q(started_at__isnull=False, done_at__lte=F("started_at"))
    timed = learned & recent & ~unstarted & Q(cycle_days__isnull=False)
    rows = (
        StoryFact.objects.filter(project=project)
        .filter(done_at__gte=midnight - HISTORY, done_at__lt=midnight)
        .annotate(day=TruncDate("done_at", tzinfo=timezone.get_default_timezone()))
        .values_list("day")
        .annotate(
            n=Count("pk", filter=learned),
            in_bulk=Count("pk", filter=~learned),
            unstarted=Count("pk", filter=learned & recent & unstarted),
            took=ArrayAgg("cycle_days", filter=timed, default=[]),
        )
        .order_by("day")
    )
    days, cycles, in_bulk, unstarted_ones = [], [], 0, 0
    for day, n, bulk, odd, took in rows:
        days += [day] * n
        cycles += took
        in_bulk, unstarted_ones = in_bulk + bulk, unstarted_ones + odd
    return days, cycles, DataQuality(in_bulk, unstarted_ones)


def _open(project: Project) -> list[OpenStory]:
    rows = Story.objects.filter(project=project).open().by_rank()
    columns = ("number", "title", "theme", "sprint", "fact__started_at", "blocked_at")
    return [OpenStory(*row) for row in rows.values_list(*columns)]
