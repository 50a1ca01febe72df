from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from base import clock
from projects.models.eventful import OfProject
from projects.models.project import OfProjectQuerySet
from solutions.events import (
    DeploymentCarries,
    DeploymentCustomerNoted,
    DeploymentPlanned,
    DeploymentReplanned,
)
from solutions.models.deployment_gate import PRODUCTION, Gated
from solutions.models.deployment_report import Reported
from solutions.models.deployment_steps import OUTCOMES, State, Stepwise
from solutions.models.linked import LONGEST_ADDRESS, must_be_safe
from solutions.refusals import (
    DeployedAlready,
    DeploymentUnfit,
    FixOfOtherSolution,
    ReleaseOfOtherProject,
)
from teams.models import Membership

if TYPE_CHECKING:
    from datetime import datetime

    from history.schema import EventDetails
    from projects.models import Project, Release
    from teams.models.membership import Actor
    from teams.models.user import User

LONGEST_VERSION = 80
LONGEST_REFERENCE = 120
LONGEST_DIFFERENT = 1000
PLAN = (
    "version",
    "environment",
    "planned_for",
    "rollout",
    "is_planned",
    "reference",
    "link",
    "different",
    "fixes",
)


class DeploymentQuerySet(OfProjectQuerySet["Deployment"]):
    def visible_to(self, user: User) -> Self:
        """Outcomes are open to guests; what is planned and what begins is the team's."""
        seats = Membership.objects.current().filter(user=user.pk)
        outcome = Q(project__team__in=seats.values("team"), state__in=OUTCOMES)
        return self.filter(Q(project__team__in=seats.working().values("team")) | outcome)

    def in_production(self) -> Self:
        return self.filter(environment=PRODUCTION)

    def live(self) -> Self:
        return self.filter(state=State.LIVE)

    def under_way(self) -> Self:
        """What is planned or has started."""
        return self.filter(state__in=(State.PLANNED, State.STARTED))

    def with_outcome(self) -> Self:
        return self.filter(state__in=OUTCOMES)

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def of_project(self, project: Project) -> Self:
        return self.filter(project=project)

    def of_outer(self) -> Self:
        """Those of the solution that an outer query is at."""
        return self.filter(solution=OuterRef("pk"))

    def standing_at(self, moment: datetime) -> Self:
        """What was live at a moment, the newest first."""
        until = Q(ended_at=None) | Q(ended_at__gt=moment)
        return self.filter(until, live_at__lte=moment).order_by("-live_at", "-pk")

    def of_solution(self, solution: int) -> Self:
        return self.filter(solution=solution)

    def mending_outer(self) -> Self:
        """Those that mend the incident an outer query is at."""
        return self.filter(fixes=OuterRef("pk"))

    def begun(self) -> Self:
        """What is there, or was."""
        return self.exclude(state__in=(State.PLANNED, State.CANCELLED))

    def before_outer(self) -> Self:
        """Of the same solution those that left production before an outer deployment was noted."""
        gone = self.in_production().filter(state__in=(State.REPLACED, State.ROLLED_BACK))
        gone = gone.filter(solution=OuterRef("solution"), pk__lt=OuterRef("pk"))
        return gone.order_by("-ended_at", "-pk")

    def unexplained(self) -> Self:
        """Of what went past the gate the first of each solution and fit, unless a lead waived."""
        alike: Any = Deployment.objects.order_by().filter(
            solution=OuterRef("solution"), fit_hash=OuterRef("fit_hash")
        )
        rows = self.filter(gate="not_passed")
        rows = rows.filter(~Exists(alike.filter(gate="waived")))
        return rows.filter(~Exists(alike.filter(gate="not_passed", pk__lt=OuterRef("pk"))))

    def newest_first(self) -> Self:
        """What is under way, then by when it went live or ended."""
        when = models.functions.Coalesce("live_at", "ended_at")
        return self.order_by(when.desc(nulls_first=True), "-pk")


class Deployment(Gated, Stepwise, Reported, OfProject):
    """A version of a solution goes where it is used; nothing stands in production unseen."""

    class Environment(models.TextChoices):
        PRODUCTION = "production", "Production"
        STAGING = "staging", "Staging"
        INTEGRATION = "integration", "Integration"
        DEVELOPMENT = "development", "Development"

    class Rollout(models.TextChoices):
        GRADUAL = "gradual", "Step by step"
        AT_ONCE = "at_once", "At once"

    class Customer(models.TextChoices):
        UNSAID = "", "Not said"
        PRESENT = "present", "Present"
        INFORMED = "informed", "Informed"
        ABSENT = "absent", "Absent"

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="deployments")
    solution = models.ForeignKey("solutions.Solution", models.PROTECT, related_name="deployments")
    version = models.CharField(max_length=LONGEST_VERSION, help_text="Such as “1.4.0”.")
    environment = models.CharField(
        max_length=11, choices=Environment, default=Environment.PRODUCTION
    )
    planned_for = models.DateField("planned for", null=True, blank=True)
    rollout = models.CharField(max_length=7, choices=Rollout, default=Rollout.AT_ONCE)
    is_planned = models.BooleanField("planned", default=True, help_text="Or hurried.")
    reference = models.CharField(
        max_length=LONGEST_REFERENCE,
        blank=True,
        help_text="By which a pipeline names it: a tag, or the number of a run.",
    )
    link = models.URLField(
        max_length=LONGEST_ADDRESS,
        blank=True,
        validators=[URLValidator(["https"])],
        help_text="Where the change is seen, by https.",
    )
    different = models.TextField(
        "what is different",
        max_length=LONGEST_DIFFERENT,
        blank=True,
        validators=[MaxLengthValidator(LONGEST_DIFFERENT)],
        help_text="Asked for after one was taken back.",
    )
    fixes = models.ForeignKey(
        "solutions.Incident",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="fixes",
        help_text="The incident that it mends; while that is open, no gate is asked.",
    )
    customer = models.CharField(
        "the customer", max_length=8, choices=Customer, blank=True, default=Customer.UNSAID
    )
    release = models.ForeignKey(
        "projects.Release",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deployments",
        help_text="What its users get with it.",
    )
    noted_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar = DeploymentQuerySet.as_manager()

    State = State

    class Meta:
        ordering = ["project", "-pk"]
        constraints = [
            *Gated.Meta.constraints,
            *Stepwise.Meta.constraints,
            models.CheckConstraint(condition=~Q(version=""), name="deployment_has_a_version"),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="https://"),
                name="deployment_link_is_https",
            ),
            models.UniqueConstraint(
                fields=["solution", "environment", "reference"],
                condition=~Q(reference=""),
                name="deployment_once_under_a_reference",
            ),
        ]

    def __str__(self) -> str:
        return self.version

    @property
    def address(self) -> str:
        """Where it is read."""
        return reverse("deployment", args=[self.pk])

    @classmethod
    def plan(cls, solution: Any, *, by: User, release: Release | None = None, **plan: Any) -> Self:
        """Say which version is to go where; in production its start meets the gate."""
        with solution.project.changed_by(by, even_closed=True) as actor:
            solution.reread("ended_as")
            solution.must_stand()
            row = cls.new(solution, **plan)
            row._must_be_alone()
            row.save(force_insert=True)
            told = row.details_of(DeploymentPlanned, plan=row.plan_told(), customer=row.customer)
            row.record(told, by=actor)
            if release:
                row.carry(release, by=actor)
            return row

    @classmethod
    def new(cls, solution: Any, **plan: Any) -> Self:
        """One that isn't saved yet, with its words checked."""
        row = cls(project=solution.project, solution=solution, noted_at=clock.now())
        row._take(plan)
        return row

    def replan(self, *, by: User, **plan: Any) -> None:
        """Plan it otherwise, before it starts; what isn't given stays."""
        with self.project.changed_by(by, even_closed=True) as actor:
            self.reread("state", *PLAN)
            self.must_be_planned()
            was = {name: getattr(self, name) for name in plan}
            self._take(plan)
            now = {name: getattr(self, name) for name in plan}
            if was == now:
                return
            self._must_be_alone()
            self.save(update_fields=list(plan))
            changed = [name for name in plan if was[name] != now[name]]
            details = self.details_of(
                DeploymentReplanned,
                was=_told({name: was[name] for name in changed}),
                now=_told({name: now[name] for name in changed}),
            )
            self.record(details, by=actor, replaced=(self, _told(was)))

    def note_customer(self, customer: str, *, by: User | Actor) -> None:
        """Say whether the customer is present, informed or absent."""
        if customer not in self.Customer.values:
            raise DeploymentUnfit("The customer is present, informed or absent.", "customer")
        with self.project.changed_by(by, even_closed=True) as actor:
            self.change(actor, DeploymentCustomerNoted, customer=customer)

    def carry(self, release: Release | None, *, by: User | Actor) -> None:
        """Say what its users get with it; nothing, if it carries no release."""
        with self.project.changed_by(by, even_closed=True) as actor:
            if release:
                if release.project_id != self.project_id:
                    raise ReleaseOfOtherProject("It carries a release of its project.", "release")
                release.refresh_from_db(fields=["withdrawn_at"])
                release.must_stand()
            self.reread("release")
            was, self.release = self.release_id, release
            if self.release_id == was:
                return
            self.save(update_fields=["release"])
            told = self.details_of(DeploymentCarries, was=was, now=self.release_id)
            self.record(told, by=actor)

    def details_of(self, schema: type[EventDetails], **values: Any) -> EventDetails:
        """Name the solution, too, so that the line stands in its history."""
        return super().details_of(schema, solution=self.solution_id, **values)

    def plan_told(self) -> dict[str, Any]:
        return _told({name: getattr(self, name) for name in PLAN})

    def _take(self, plan: dict[str, Any]) -> None:
        for name, value in plan.items():
            setattr(self, name, value.strip() if isinstance(value, str) else value)
        if not self.version:
            raise DeploymentUnfit("Say which version it is.", "version")
        if self.fixes and self.fixes.solution_id != self.solution_id:
            raise FixOfOtherSolution("It mends an incident of its own solution.", "fixes")
        if self.link:
            must_be_safe(self.link, DeploymentUnfit, "link")
        try:
            self.check_own_fields()
        except ValidationError as error:
            [field, *_] = error.message_dict
            raise DeploymentUnfit(error.message_dict[field][0], field) from None

    def _must_be_alone(self) -> None:
        if not self.reference:
            return
        alike = Deployment.objects.filter(solution=self.solution_id, reference=self.reference)
        if alike.filter(environment=self.environment).exclude(pk=self.pk).exists():
            raise DeployedAlready(
                f"“{self.reference}” was deployed there already, or is planned.", "reference"
            )


def _told(plan: dict[str, Any]) -> dict[str, Any]:
    """As the history says it: a row by its id."""
    told = {}
    for name, value in plan.items():
        told[name] = value.pk if isinstance(value, models.Model) else value
    return told
