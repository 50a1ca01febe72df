from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from base import clock
from projects.models.eventful import OfProject
from projects.models.shared import Shared, SharedQuerySet
from solutions.events import (
    IncidentDescribed,
    IncidentMadeInternal,
    IncidentMoved,
    IncidentReopened,
    IncidentReported,
    IncidentRestored,
    IncidentShown,
    IncidentStoryLinked,
    IncidentStoryUnlinked,
)
from solutions.models.deployment import Deployment
from solutions.models.linked import StoryLinked
from solutions.models.of_incident import OfIncidentQuerySet
from solutions.models.past_moment import past_moment
from solutions.refusals import (
    DeploymentOfOtherSolution,
    IncidentBeforeDeployment,
    IncidentInTheFuture,
    IncidentOfNothing,
    IncidentTimesReversed,
    IncidentUnfit,
)

if TYPE_CHECKING:
    from history.models.event import Event
    from history.schema import EventDetails
    from projects.models import Project
    from teams.models.membership import Actor
    from teams.models.user import User

LONGEST_TOLD = 2000
MINUTE, SECOND = (
    timedelta(minutes=1),
    timedelta(seconds=1),
)  # as exactly as people say it, and forms
TOLD = ("kind", "severity", "began_at", "noticed_at", "noticed_by", "happened", "changed")


class IncidentQuerySet(SharedQuerySet["Incident"]):
    def open(self) -> Self:
        """Those that aren't restored yet."""
        return self.filter(restored_at=None)

    def restored(self) -> Self:
        return self.filter(restored_at__isnull=False)

    def open_at(self, moment: datetime) -> Self:
        """Those that had begun and weren't restored at a moment."""
        until = Q(restored_at=None) | Q(restored_at__gte=moment)
        return self.filter(until, began_at__lte=moment)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def of_project(self, project: Project) -> Self:
        return self.filter(project=project)

    def of_outer_deployment(self) -> Self:
        """Those of the deployment that an outer query is at."""
        return self.filter(deployment=models.OuterRef("pk"))

    def of_solution(self, solution: int) -> Self:
        return self.filter(solution=solution)

    def newest_first(self) -> Self:
        """What is open, then by when it began."""
        is_over = models.Case(models.When(restored_at=None, then=0), default=1)
        return self.order_by(is_over, "-began_at", "-pk")


class IncidentStory(models.Model):
    """A story came of an incident; held here, as stories know nothing of incidents."""

    incident = models.ForeignKey("solutions.Incident", models.PROTECT, related_name="story_links")
    story = models.ForeignKey("stories.Story", models.PROTECT, related_name="incident_links")

    objects: ClassVar = OfIncidentQuerySet.as_manager()

    class Meta:
        ordering = ["story__rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "story"], name="story_came_of_an_incident_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.story} → {self.incident}"


def _told(label: str) -> Any:
    return models.TextField(
        label, max_length=LONGEST_TOLD, validators=[MaxLengthValidator(LONGEST_TOLD)], blank=True
    )


class Incident(StoryLinked, Shared, OfProject):
    """What went wrong in use: it has causes, not culprits."""

    class Kind(models.TextChoices):
        OUTAGE = "outage", "Outage"
        WRONG_RESULTS = "wrong_results", "Wrong results"
        DRIFT = "drift", "Drift"
        LATE_DATA = "late_data", "Late data"
        COST = "cost", "Cost"
        PRIVACY = "privacy", "Privacy"

    class Severity(models.IntegerChoices):
        HEAVIEST = 1, "1, the heaviest"
        MIDDLING = 2, "2"
        LIGHTEST = 3, "3, the lightest"

    class NoticedBy(models.TextChoices):
        ALERT = "alert", "An alert"
        TEAM = "team", "The team"
        CUSTOMER = "customer", "The customer"

    shown, hidden = IncidentShown, IncidentMadeInternal
    shown_by = ()
    links_story, unlinks_story = IncidentStoryLinked, IncidentStoryUnlinked
    takes_stories_even_closed = True

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="incidents")
    solution = models.ForeignKey("solutions.Solution", models.PROTECT, related_name="incidents")
    deployment = models.ForeignKey("solutions.Deployment", models.PROTECT, related_name="incidents")
    kind = models.CharField(max_length=13, choices=Kind)
    severity = models.PositiveSmallIntegerField(choices=Severity)
    began_at = models.DateTimeField("began")
    noticed_at = models.DateTimeField("noticed")
    noticed_by = models.CharField("noticed by", max_length=8, choices=NoticedBy)
    restored_at = models.DateTimeField("restored", null=True, editable=False)
    happened = _told("what happened")
    changed = _told("what we changed")
    noted_at = models.DateTimeField(default=clock.now, editable=False)
    stories = models.ManyToManyField(
        "stories.Story", through=IncidentStory, related_name="incidents", blank=True
    )

    objects: ClassVar = IncidentQuerySet.as_manager()

    if TYPE_CHECKING:
        solution_id: int
        deployment_id: int

    class Meta:
        ordering = ["project", "-began_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(happened=""), name="incident_says_what_happened"),
            models.CheckConstraint(
                condition=Q(severity__gte=1, severity__lte=3), name="incident_severity_1_to_3"
            ),
            models.CheckConstraint(
                condition=Q(noticed_at__gte=F("began_at"))
                & (Q(restored_at=None) | Q(restored_at__gte=F("began_at"))),
                name="incident_begins_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.happened[:60]}"

    @property
    def address(self) -> str:
        """Where it is read."""
        return reverse("incident", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.restored_at is None

    @classmethod
    def report(
        cls,
        solution: Any,
        *,
        by: User,
        deployment: Deployment | None = None,
        restored_at: datetime | None = None,
        **told: Any,
    ) -> Self:
        """Say what went wrong; it is of what was live when it began, unless said otherwise."""
        with solution.project.changed_by(by, even_closed=True) as actor:
            row = cls(project=solution.project, solution=solution, noted_at=clock.now())
            row._take({"began_at": None, "noticed_at": None, "noticed_by": "team"} | told)
            if restored_at is not None:
                row.restored_at = _moment(restored_at, "restored_at")
            row.deployment = deployment or row._live_then()
            row._must_fit()
            row.save(force_insert=True)
            values = {name: getattr(row, name) for name in (*TOLD, "restored_at")}
            row.record(row.details_of(IncidentReported, **values), by=actor)
            return row

    def describe(self, *, by: User, **told: Any) -> None:
        """Say anew what happened, how heavy it was and when; what isn't given stays."""
        with self.project.changed_by(by, even_closed=True) as actor:
            self.reread("restored_at", "deployment", *TOLD)
            was = {name: getattr(self, name) for name in told}
            self._take(told)
            now = {name: getattr(self, name) for name in told}
            if was == now:
                return
            self._must_fit()
            self.save(update_fields=list(told))
            changed = [name for name in told if was[name] != now[name]]
            details = self.details_of(
                IncidentDescribed,
                was={name: was[name] for name in changed},
                now={name: now[name] for name in changed},
            )
            texts = {name: was[name] for name in changed if isinstance(was[name], str)}
            self.record(details, by=actor, replaced=(self, texts))

    def restore(self, *, by: User, at: datetime | None = None) -> None:
        """It is over, as of now unless said otherwise; another moment corrects the first."""
        with self.project.changed_by(by, even_closed=True) as actor:
            self.reread("restored_at", "began_at", "noticed_at", "deployment")
            if self.restored_at is not None and at in (None, self.restored_at):
                return
            self.restored_at = _moment(at, "at")
            self._must_fit(restored="at")
            self.save(update_fields=["restored_at"])
            self.record(self.details_of(IncidentRestored, restored_at=self.restored_at), by=actor)

    def reopen(self, *, by: User) -> None:
        """It isn't over after all."""
        with self.project.changed_by(by, even_closed=True) as actor:
            self.reread("restored_at")
            if self.restored_at is None:
                return
            was, self.restored_at = self.restored_at, None
            self.save(update_fields=["restored_at"])
            self.record(self.details_of(IncidentReopened, was=was), by=actor)

    def move_to(self, deployment: Deployment, *, by: User) -> None:
        """Say of which deployment it is."""
        with self.project.changed_by(by, even_closed=True) as actor:
            self.reread("restored_at", "began_at", "noticed_at", "deployment")
            was = self.deployment
            if deployment.pk == was.pk:
                return
            self.deployment = deployment
            self._must_fit()
            self.save(update_fields=["deployment"])
            self.record(self.details_of(IncidentMoved, was=was.pk), by=actor)
            self._settle(was, actor)

    def details_of(self, schema: type[EventDetails], **values: Any) -> EventDetails:
        """Name the solution and the deployment, too, so that the line stands in their histories."""
        of = {"solution": self.solution_id, "deployment": self.deployment_id}
        return super().details_of(schema, **of, **values)

    def record(
        self,
        details: EventDetails,
        *,
        by: Actor,
        replaced: tuple[models.Model, dict[str, Any]] | None = None,
    ) -> Event:
        """What is found later settles anew what its deployment came to."""
        event = super().record(details, by=by, replaced=replaced)
        self._settle(self.deployment, by, tells=isinstance(details, IncidentReported))
        return event

    def _settle(self, deployment: Deployment, actor: Actor, *, tells: bool = False) -> None:
        deployment.project = self.project
        deployment.settle_anew(actor, tells=tells)

    def _take(self, told: dict[str, Any]) -> None:
        for name, value in told.items():
            if name in ("began_at", "noticed_at"):
                value = _moment(value, name, getattr(self, name))
            setattr(self, name, value.strip() if isinstance(value, str) else value)
        if not self.happened:
            raise IncidentUnfit("Say what happened.", "happened")
        try:
            self.check_own_fields()
        except ValidationError as error:
            [field, *_] = error.message_dict
            raise IncidentUnfit(error.message_dict[field][0], field) from None

    def _must_fit(self, *, restored: str = "restored_at") -> None:
        """Refuse what its moments and its deployment, as they were read, say against each other."""
        if self.deployment.solution_id != self.solution_id:
            raise DeploymentOfOtherSolution(
                "An incident is of a deployment of its own solution.", "deployment"
            )
        since = self.deployment.live_at or self.deployment.started_at
        if since and self.began_at < since - MINUTE:
            raise IncidentBeforeDeployment(
                f"“{self.deployment}” wasn't there yet when it began.", "began_at"
            )
        if self.noticed_at < self.began_at:
            raise IncidentTimesReversed("It is noticed once it has begun.", "noticed_at")
        if self.restored_at and self.restored_at < self.began_at:
            raise IncidentTimesReversed("It is over once it has begun.", restored)

    def _live_then(self) -> Deployment:
        here = Deployment.objects.in_production().of_solution(self.solution_id)
        for moment in (self.began_at, self.began_at + MINUTE):
            row: Deployment | None = here.standing_at(moment).first()
            if row is not None:
                return row
        raise IncidentOfNothing(
            "Nothing of it was in production then; say which deployment it is of.", "deployment"
        )


def _moment(at: datetime | None, field: str, so_far: datetime | None = None) -> datetime:
    moment = past_moment(
        at,
        later=IncidentInTheFuture("It hasn't happened yet.", field),
        long_ago=IncidentUnfit("Nothing was in use that long ago.", field),
    )
    return so_far if so_far and abs(moment - so_far) < SECOND else moment
