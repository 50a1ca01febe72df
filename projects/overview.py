"""What the page of a project shows, in as few questions to the database as it can be asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from history.activity import Names, sentences_of
from projects.models import Project, Signature, Theme
from projects.models.charter import SIGNERS, signed_for
from projects.models.frozen_theme import signed_window
from projects.models.read_along import read_along
from projects.path import Path, path_reads
from projects.plan import Plan
from projects.question_counts import QuestionCounts, count_rows
from projects.reach import asked
from teams.roster import TeamRoster, member_rows

if TYPE_CHECKING:
    from typing import TypedDict

    from django.db.models import QuerySet
    from django_stubs_ext import WithAnnotations

    from history.activity.line import Line
    from projects.models.charter import Charter
    from projects.models.project import ProjectQuerySet
    from teams.models.user import User

    Rows = list[dict[str, Any]]

    class ProjectRows(TypedDict):
        """What the query adds to a project."""

        member_rows: Rows
        use_case_rows: Rows
        sprint_rows: Rows
        column_rows: Rows
        theme_rows: Rows
        metric_rows: Rows
        release_rows: Rows

    class CharterRows(TypedDict):
        signature_rows: Rows
        looked_at: datetime
        signed_before: int | None

    Described = WithAnnotations[Project, ProjectRows]
    Signable = WithAnnotations[Charter, CharterRows]

STALE_AFTER = 2  # closed sprints in which nobody looked at the charter
LINES = 12  # of activity on the project's page; all of it is a page of its own
PAGE = 50


class Overview:
    """A project as one person sees it."""

    def __init__(self, project: Described, me: User) -> None:
        self.project, self.me = project, me
        self.roster = TeamRoster(project.member_rows, me)
        self.sprints = [SprintRow.of(row) for row in project.sprint_rows]

    @classmethod
    def visible_to(cls, user: User) -> QuerySet[Described]:
        """The projects with all that an overview takes from their own row."""
        return _described(Project.objects.visible_to(user))

    @classmethod
    def with_path(cls, user: User) -> QuerySet[Described]:
        """The same, with how far each step of their path is."""
        return cls.visible_to(user).annotate(**path_reads())

    @cached_property
    def path(self) -> Path:
        """Of a project that was read with its path."""
        return Path(self.project, self.roster)

    @cached_property
    def use_cases(self) -> list[dict[str, Any]]:
        rows = sorted(self.project.use_case_rows, key=lambda row: (row["position"], row["id"]))
        use_cases = []
        for row in rows:
            if row["dropped_at"] is None:
                counts = QuestionCounts.of(row["questions"])
                use_cases.append({**row, "questions": counts.words})
        return use_cases

    @cached_property
    def releases(self) -> list[dict[str, Any]]:
        """Those that are coming, then those in use, the newest first; without withdrawn ones."""
        rows = []
        for row in self.project.release_rows:
            if row["withdrawn_at"] is None:
                rows.append(row)
        for row in rows:
            day = row["first_used_on"]
            row["first_used_on"] = day and date.fromisoformat(day)
        rows.sort(key=lambda row: (row["first_used_on"] or date.max, row["id"]), reverse=True)
        return rows

    @property
    def running(self) -> SprintRow | None:
        return next((one for one in self.sprints if one.state == "active"), None)

    @property
    def planned(self) -> SprintRow | None:
        """The next sprint in the plan."""
        coming = []
        for one in self.sprints:
            if one.state == "planned":
                coming.append(one)
        return min(coming, key=lambda one: one.starts_on, default=None)

    @cached_property
    def charter(self) -> Signable | None:
        signatures = Signature.objects.filter(charter=OuterRef("pk")).order_by("signed_at", "pk")
        mine = Signature.objects.filter(charter__project=self.project, user=self.me)
        mine = mine.filter(charter__version__lt=OuterRef("version")).order_by("-charter__version")
        newest: Any = (
            self.project.charters.order_by("-version")
            .with_look()
            .annotate(
                signature_rows=ArraySubquery(
                    signatures.values(
                        json=JSONObject(
                            user="user_id",
                            place=signed_for(),
                            discipline="discipline",
                            at="signed_at",
                        )
                    )
                ),
                signed_before=Subquery(mine.values("charter__version")[:1]),
            )
            .first()
        )
        return cast("Signable | None", newest)

    @property
    def is_stale(self) -> bool:
        """Whether nobody wrote, signed or confirmed the charter for two closed sprints."""
        if self.charter is None or not self.project.is_open:
            return False
        looked_at = self.charter.looked_at
        closed = [one for one in self.sprints if one.closed_at and one.closed_at > looked_at]
        return len(closed) >= STALE_AFTER

    @property
    def signing(self) -> Signing | None:
        if self.charter:
            return Signing(self.charter, self.roster)
        return None

    @cached_property
    def themes(self) -> list[Theme]:
        return list(
            self.project.themes.annotate(
                total=Count("stories", filter=~Q(stories__category="dropped")),
                done=Count("stories", filter=Q(stories__category="done")),
                followed=Theme.followed_of_outer(),
                **signed_window(),
                **asked(),
            ).order_by("position", "pk")
        )

    @cached_property
    def plan(self) -> Plan:
        return Plan(self.themes, self.charter)

    def activity(self, before: int | None = None, lines: int = LINES) -> Activity:
        """The newest lines of history, or those before one of them."""
        events = self.project.events.select_related("story", "sprint").order_by("-pk")
        events = events.with_old_texts()
        if before:
            events = events.filter(pk__lt=before)
        if not self.roster.works:
            events = events.for_guests()
        rows = list(events[: lines + 1])
        for event in rows:
            if event.story:
                event.story.project = self.project
        return Activity(sentences_of(rows[:lines], self._names()), len(rows) > lines)

    def _names(self) -> Names:
        """Every name the history of this project can speak of, known without asking again."""
        project = self.project
        return Names(
            person=self.roster.names,
            sprint={one.pk: f"Sprint {one.number}" for one in self.sprints},
            column={row["id"]: row["name"] for row in project.column_rows},
            usecase={row["id"]: row["title"] for row in project.use_case_rows},
            theme={row["id"]: row["title"] for row in project.theme_rows},
            metric={row["id"]: row["name"] for row in project.metric_rows},
            release={row["id"]: row["title"] for row in project.release_rows},
        )


@dataclass(frozen=True, slots=True)
class SprintRow:
    """A sprint, as far as its project speaks of it."""

    pk: int
    number: int
    state: str
    goal: str
    starts_on: date
    ends_on: date
    closed_at: datetime | None

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        days = {}
        for name in ("starts_on", "ends_on"):
            days[name] = date.fromisoformat(row[name])
        closed_at = row["closed_at"] and datetime.fromisoformat(row["closed_at"])
        return cls(row["id"], row["number"], row["state"], row["goal"], **days, closed_at=closed_at)

    def __str__(self) -> str:
        return f"Sprint {self.number}"


@dataclass(frozen=True, slots=True)
class Activity:
    lines: list[Line]
    has_more: bool

    @property
    def last(self) -> int:
        if self.lines:
            return self.lines[-1].pk
        return 0


class Signing:
    """Who has signed the charter, whose word is missing, and whether mine can be given."""

    def __init__(self, charter: Signable, roster: TeamRoster) -> None:
        self.charter, self.roster = charter, roster
        self.rows = []
        for row in charter.signature_rows:
            name = roster.names.get(row["user"], "somebody")
            at = datetime.fromisoformat(row["at"])
            signed = Signed(name, row["user"], row["place"], row["discipline"], at)
            self.rows.append(signed)

    @property
    def places(self) -> list[tuple[str, list[Signed]]]:
        """Each side that has to sign, with those who did; others who signed after them."""
        others = sorted({row.place for row in self.rows} - set(SIGNERS))
        places: list[tuple[str, list[Signed]]] = []
        for name in [*SIGNERS, *others]:
            places.append((name, [row for row in self.rows if row.place == name]))
        return places

    @property
    def missing(self) -> list[str]:
        missing = []
        for name, rows in self.places:
            if not rows:
                missing.append(name)
        return missing

    @property
    def is_open_to_me(self) -> bool:
        me = self.roster.me
        if me is None or me.signs_for == "unknown":
            return False
        return me.user.pk not in {row.user_id for row in self.rows}


@dataclass(frozen=True, slots=True)
class Signed:
    name: str
    user_id: int
    place: str  # for whom: a discipline, or the customer
    discipline: str
    at: datetime

    @property
    def is_for_customer(self) -> bool:
        """Whether somebody of another discipline signed for the customer."""
        return self.place != self.discipline


def _described(projects: ProjectQuerySet) -> QuerySet[Described]:
    rows: QuerySet[Project] = projects.select_related("team")
    return rows.annotate(
        member_rows=member_rows(),
        use_case_rows=_rows(
            "use_cases",
            title="title",
            description="description",
            dropped_at="dropped_at",
            position="position",
            questions=count_rows(),
        ),
        sprint_rows=_rows(
            "sprints",
            number="number",
            state="state",
            goal="goal",
            starts_on="starts_on",
            ends_on="ends_on",
            closed_at="closed_at",
        ),
        column_rows=_rows("columns", name="name"),
        theme_rows=_rows(
            "themes", title="title", state="state", starts_on="starts_on", ends_on="ends_on"
        ),
        metric_rows=_rows("success_metrics", name="name"),
        release_rows=_rows(
            "releases",
            title="title",
            first_used_on="first_used_on",
            evidence="evidence",
            withdrawn_at="withdrawn_at",
        ),
        **read_along("project"),
    )


def _rows(related: str, **fields: Any) -> ArraySubquery:
    """Return a column that holds the project's rows of a kind as JSON."""
    model = Project._meta.get_field(related).related_model
    assert model is not None  # they are the links of a project
    rows = model._default_manager.filter(project=OuterRef("pk")).order_by("pk")
    return ArraySubquery(rows.values(json=JSONObject(id="pk", **fields)))
