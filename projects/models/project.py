from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from base import clock
from base.currencies import currencies
from base.roles import Role
from history.models.event import Event
from history.schema import EventDetails
from jobs.models import Job
from projects.events import (
    ProjectCurrencySet,
    ProjectEdited,
    ProjectStarted,
    ProjectStateChanged,
    ProjectWords,
)
from projects.refusals import NoStateOfProjects, ProjectClosed
from teams.models import Membership
from teams.models.membership import Actor

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypedDict

    from django.db.models import QuerySet
    from django_stubs_ext import WithAnnotations

    from teams.models.team import Team
    from teams.models.user import User

_Row = TypeVar("_Row", bound=models.Model, covariant=True)

# What else a new project begins with; nouns that stand above projects register here.
LAID_OUT: list[Callable[[Project], None]] = []


def story_key(project: str | None, number: int | None) -> str | None:
    """What people call a story of the project with this key: TV-42."""
    if number is None:
        return None
    return f"{project}-{number}"


AS_KEY = RegexValidator(
    r"^[A-Z][A-Z0-9]{1,9}\Z", "A key is 2 to 10 capital letters or digits, such as TV."
)


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(team__in=Membership.objects.teams_of(user))

    def of_team(self, team: Team) -> Self:
        return self.filter(team=team)

    def open(self) -> Self:
        return self.exclude(state=Project.State.ARCHIVED)

    def mentioning(self, text: str) -> Self:
        """Those whose key, name, customer or goal holds the text."""
        return self.filter(
            Q(key__iexact=text)
            | Q(name__icontains=text)
            | Q(customer__icontains=text)
            | Q(business_goal__icontains=text)
        )

    def matching(self, text: str) -> Self:
        """The same, by name."""
        return self.mentioning(text).order_by("name")

    def with_last_event(self) -> QuerySet[Followed]:
        """Note the newest event's id: a live page asks for it before it reads what it shows."""
        newest = Event.objects.filter(project=OuterRef("pk")).order_by("-pk").values("pk")[:1]
        rows: QuerySet[Project] = self.select_related("team")
        return rows.annotate(last_event=Coalesce(Subquery(newest), 0))


class OfProjectQuerySet(models.QuerySet[_Row]):
    """Words shared by everything that belongs to one project."""

    def visible_to(self, user: User) -> Self:
        return self.filter(project__team__in=Membership.objects.teams_of(user))

    def in_projects(self, projects: Iterable[int]) -> Self:
        return self.filter(project__in=projects)


class Project(models.Model):
    """What a team does for a customer: from the business goal to a solution in production."""

    class State(models.TextChoices):
        ACTIVE = "active", "Active"
        PAUSED = "paused", "Paused"
        FINISHED = "finished", "Finished"
        ARCHIVED = "archived", "Archived"

    key = models.CharField(
        max_length=10,
        unique=True,
        validators=[AS_KEY],
    )
    name = models.CharField(max_length=120)
    team = models.ForeignKey("teams.Team", models.PROTECT, related_name="projects")
    customer = models.CharField(max_length=120, blank=True)
    business_goal = models.TextField(blank=True)
    currency = models.CharField(
        max_length=3,
        blank=True,
        db_default="",
        choices=currencies,
        help_text="What its money is counted in, such as EUR; empty: not said.",
    )
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    stories_numbered = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(key__regex=r"^[A-Z][A-Z0-9]{1,9}$"), name="project_key_is_a_key"
            ),
            models.CheckConstraint(
                condition=Q(currency="") | Q(currency__regex=r"^[A-Z]{3}$"),
                name="project_currency_is_a_code",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} · {self.name}"

    @classmethod
    def start(
        cls,
        team: Team,
        *,
        key: str,
        name: str,
        by: User | None,
        customer: str = "",
        business_goal: str = "",
    ) -> Self:
        """Begin a project of the team, with a board that has its first columns."""
        with team.changed_by(by) as actor:
            project = cls(
                team=team, key=key, name=name, customer=customer, business_goal=business_goal
            )
            project.full_clean()
            project.save(force_insert=True)
            project.record(ProjectStarted(key=key, name=name), by=actor)
            for lay_out in LAID_OUT:
                lay_out(project)
            return project

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.ACTIVE, self.State.PAUSED)

    @contextmanager
    def changed_by(
        self, user: User | Actor | None, *, needs: Role = Role.MEMBER, even_closed: bool = False
    ) -> Iterator[Actor]:
        """One writer at a time, so the history's ids follow its commits; yields the Actor."""
        with transaction.atomic():
            locked = (
                Project.objects.select_for_update(of=["self"])
                .select_related("team")
                .get(pk=self.pk)
            )
            self.state, self.stories_numbered = locked.state, locked.stories_numbered
            actor = Actor.admitted(locked.team, user, needs)
            if not even_closed:
                self.must_be_open()
            yield actor

    def edit(self, *, name: str, customer: str, business_goal: str, by: User) -> None:
        """Say anew what the project is called, for whom it is and what it is for."""
        with self.changed_by(by, needs=Role.LEAD) as actor:
            now = {"name": name, "customer": customer, "business_goal": business_goal}
            self.refresh_from_db(fields=list(now))
            was = {field: getattr(self, field) for field in now}
            if was == now:
                return
            for field, value in now.items():
                setattr(self, field, value)
            self.full_clean(exclude=["key", "team"])
            self.save(update_fields=list(now))
            details = ProjectEdited(was=ProjectWords(**was), now=ProjectWords(**now))
            self.record(details, by=actor, replaced=(self, was))

    def count_in(self, currency: str, *, by: User) -> None:
        """Say what its money is counted in; amounts that are noted already aren't converted."""
        currency = currency.strip().upper()
        with self.changed_by(by, needs=Role.LEAD, even_closed=True) as actor:
            self.refresh_from_db(fields=["currency"])
            if currency == self.currency:
                return
            was, self.currency = self.currency, currency
            self.clean_fields(exclude=["key", "team"])
            self.save(update_fields=["currency"])
            self.record(ProjectCurrencySet(was=was, now=currency), by=actor)

    def enter(self, state: str, *, by: User) -> None:
        """Pause, finish, archive or take up the project again."""
        if state not in self.State.values:
            raise NoStateOfProjects(f"“{state}” isn't a state of a project.", "state")
        with self.changed_by(by, needs=Role.LEAD, even_closed=True) as actor:
            if state == self.state:
                return
            was, self.state = self.state, state
            self.save(update_fields=["state"])
            self.record(ProjectStateChanged.of({"was": was, "now": state}), by=actor)

    def must_be_open(self) -> None:
        if not self.is_open:
            raise ProjectClosed(
                f"{self.name} is {self.state}; take it up again before changing its work."
            )

    def record(
        self,
        details: EventDetails,
        *,
        by: Actor,
        replaced: tuple[models.Model, dict[str, Any]] | None = None,
    ) -> Event:
        return self.write(details, by=by, replaced=replaced)

    def write(
        self,
        details: EventDetails,
        *,
        by: Actor,
        replaced: tuple[models.Model, dict[str, Any]] | None = None,
        **of: models.Model | None,
    ) -> Event:
        """Write the event and ask for the facts it touches, in the transaction that is open."""
        event = Event.write(details, team=self.team, project=self, by=by, replaced=replaced, **of)
        self.refresh_facts_later()
        return event

    def write_all(
        self, lines: list[tuple[EventDetails, dict[str, models.Model]]], *, by: Actor
    ) -> None:
        """Write many events in this order: what each says, and what else it hangs on."""
        events = []
        for details, of in lines:
            events.append(Event.build(details, team=self.team, project=self, by=by, **of))
        Event.write_all(events)
        self.refresh_facts_later()

    def refresh_facts_later(self) -> None:
        Job.ask("refresh_facts", key=f"project:{self.pk}", project=self.pk)


if TYPE_CHECKING:

    class LastEvent(TypedDict):
        last_event: Any

    Followed = WithAnnotations[Project, LastEvent]
