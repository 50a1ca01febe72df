from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from base import clock
from projects.models.eventful import OfProject
from solutions.events import (
    DeploymentCarries,
    DeploymentPlanned,
    DeploymentReplanned,
    DeploymentStoryLinked,
    DeploymentStoryUnlinked,
)
from solutions.models.accompanied import Accompanied
from solutions.models.deployment_gate import Gated
from solutions.models.deployment_report import Reported
from solutions.models.deployment_rows import DeploymentQuerySet
from solutions.models.deployment_steps import State, Stepwise
from solutions.models.deployment_story import DeploymentStory
from solutions.models.linked import LONGEST_ADDRESS, StoryLinked, must_be_safe
from solutions.models.settled import Settled
from solutions.refusals import (
    DeployedAlready,
    DeploymentUnfit,
    FixOfOtherSolution,
    ReleaseOfOtherProject,
)

if TYPE_CHECKING:
    from history.schema import EventDetails
    from projects.models import Release
    from stories.models.story import Story
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


class Deployment(Gated, Stepwise, Reported, Accompanied, Settled, StoryLinked, OfProject):
    """A version of a solution goes where it is used; nothing stands in production unseen."""

    links_story, unlinks_story = DeploymentStoryLinked, DeploymentStoryUnlinked
    takes_stories_even_closed = True

    class Environment(models.TextChoices):
        PRODUCTION = "production", "Production"
        STAGING = "staging", "Staging"
        INTEGRATION = "integration", "Integration"
        DEVELOPMENT = "development", "Development"

    class Rollout(models.TextChoices):
        GRADUAL = "gradual", "Step by step"
        AT_ONCE = "at_once", "At once"

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
    stories = models.ManyToManyField(
        "stories.Story", through=DeploymentStory, related_name="deployments", blank=True
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
            self.settle_anew(actor)

    def details_of(self, schema: type[EventDetails], **values: Any) -> EventDetails:
        """Name the solution, too, so that the line stands in its history."""
        return super().details_of(schema, solution=self.solution_id, **values)

    def _tell_of(self, story: Story, schema: type[EventDetails], actor: Actor) -> None:
        super()._tell_of(story, schema, actor)
        self.settle_anew(actor, tells=schema is self.links_story)

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
