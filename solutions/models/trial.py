from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from base import clock
from projects.models.eventful import OfProject
from projects.models.shared import Shared, SharedQuerySet
from projects.models.withdrawable import Withdrawable
from solutions.events import (
    TrialDrafted,
    TrialMadeInternal,
    TrialShown,
    TrialStoryLinked,
    TrialStoryUnlinked,
    TrialWithdrawn,
)
from solutions.models.linked import StoryLinked
from solutions.models.of_trial import OfTrialQuerySet
from solutions.models.trial_amendment import Amended, TrialAmendment
from solutions.models.trial_design import DESIGN, Designed, completed, tidied
from solutions.models.trial_gate import Run
from solutions.models.trial_guardrail import Guarded
from solutions.models.trial_observation import Observed
from solutions.models.trial_verdict import Judged, TrialConfirmation
from solutions.refusals import (
    TrialLocked,
    TrialNotRunning,
    TrialOver,
)
from teams.models import Membership

if TYPE_CHECKING:
    from history.schema import EventDetails
    from projects.models import Project
    from teams.models.user import User


class TrialQuerySet(SharedQuerySet["Trial"]):
    def visible_to(self, user: User) -> Self:
        """Outcomes are open to guests; drafts and what runs are the team's until they are shown."""
        seats = Membership.objects.current().filter(user=user.pk)
        team = Q(project__team__in=seats.values("team"))
        is_open = Q(state="decided") | Q(shared_at__isnull=False)
        return self.filter(Q(project__team__in=seats.working().values("team")) | (team & is_open))

    def shown_whole_to(self, user: User) -> Self:
        """With observations and files: working members see all of it, guests what was shown."""
        return super().visible_to(user)

    def running(self) -> Self:
        return self.filter(state=Trial.State.RUNNING)

    def begun(self) -> Self:
        """What runs or has a verdict."""
        return self.filter(state__in=(Trial.State.RUNNING, Trial.State.DECIDED))

    def decided(self) -> Self:
        return self.filter(state=Trial.State.DECIDED)

    def passed(self) -> Self:
        return self.decided().filter(verdict="passed")

    def overdue(self, day: date) -> QuerySet[Trial]:
        """Those that run past their planned end, as it was amended last; it is `planned_end`."""
        amended = TrialAmendment.objects.filter(trial=OuterRef("pk"), part="planned_until")
        last = Cast(Subquery(amended.order_by("-pk").values("now")[:1]), models.DateField())
        rows = self.running().annotate(planned_end=Coalesce(last, "planned_until"))
        return rows.filter(planned_end__lt=day)

    def unconfirmed_by(self, side: str) -> Self:
        """Those with a verdict that this discipline hasn't written, and doesn't stand for yet."""
        stands = TrialConfirmation.objects.of_outer().filter(side=side).order_by()
        return self.decided().filter(~Q(decided_for=side), ~Exists(stands))

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def of_project(self, project: Project) -> Self:
        return self.filter(project=project)

    def running_first(self) -> Self:
        """What runs, then drafts, then what is over, the newest first."""
        order = models.Case(
            models.When(state="running", then=0), models.When(state="drafted", then=1), default=2
        )
        return self.order_by(order, models.F("decided_at").desc(nulls_last=True), "-pk")


class TrialStory(models.Model):
    """A story belongs to a trial; held here, as stories know nothing of trials."""

    trial = models.ForeignKey("solutions.Trial", models.PROTECT, related_name="story_links")
    story = models.ForeignKey("stories.Story", models.PROTECT, related_name="trial_links")

    objects: ClassVar = OfTrialQuerySet.as_manager()

    class Meta:
        ordering = ["story__rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["trial", "story"], name="story_belongs_to_a_trial_once")
        ]

    def __str__(self) -> str:
        return f"{self.story} → {self.trial}"


class Trial(
    Designed, Guarded, Run, Amended, Withdrawable, Observed, Judged, StoryLinked, Shared, OfProject
):
    """A solution in the wild, tried by both disciplines together; one that failed is a result."""

    class State(models.TextChoices):
        DRAFTED = "drafted", "Drafted"
        RUNNING = "running", "Running"
        DECIDED = "decided", "Decided"
        WITHDRAWN = "withdrawn", "Withdrawn"

    shown, hidden = TrialShown, TrialMadeInternal
    shown_by = ()
    withdrawn, over = TrialWithdrawn, TrialOver
    links_story, unlinks_story = TrialStoryLinked, TrialStoryUnlinked

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="trials")
    solution = models.ForeignKey("solutions.Solution", models.PROTECT, related_name="trials")
    state = models.CharField(max_length=9, choices=State, default=State.DRAFTED, editable=False)
    drafted_at = models.DateTimeField(default=clock.now, editable=False)
    stories = models.ManyToManyField(
        "stories.Story", through=TrialStory, related_name="trials", blank=True
    )

    objects: ClassVar = TrialQuerySet.as_manager()

    class Meta:
        ordering = ["project", "-pk"]
        constraints = [
            *Designed.Meta.constraints,
            *Judged.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state="drafted", started_at=None, decided_at=None, withdrawn_at=None)
                | Q(
                    state="running",
                    started_at__isnull=False,
                    decided_at=None,
                    withdrawn_at=None,
                )
                | (
                    Q(state="decided", started_at__isnull=False, decided_at__isnull=False)
                    & ~Q(verdict="")
                    & ~Q(learned="")
                )
                | (
                    Q(state="withdrawn", decided_at=None, withdrawn_at__isnull=False)
                    & ~Q(withdrawn_because="")
                ),
                name="trial_times_fit_its_state",
            ),
            models.CheckConstraint(
                condition=Q(started_at=None) | ~Q(words_hash=""),
                name="started_trial_keeps_the_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_environment_display()}: {self.name}"

    @property
    def address(self) -> str:
        """Where it is read."""
        return reverse("trial", args=[self.pk])

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DECIDED, self.State.WITHDRAWN)

    @classmethod
    def draft(cls, solution: Any, *, by: User, runners: Iterable[User] = (), **design: Any) -> Self:
        """Write down how it is to be tried; it may be redesigned until it starts."""
        design = completed(tidied(design))
        named = {user.pk: user for user in runners}
        with solution.project.changed_by(by) as actor:
            solution.reread("ended_as")
            solution.must_stand()
            row = cls(project=solution.project, solution=solution, drafted_at=clock.now(), **design)
            row.check_own_fields()
            row.must_work_here(list(named.values()))
            row.save(force_insert=True)
            row.runners.set(list(named))
            told = {name: getattr(row, name) for name in DESIGN}
            row.record(row.details_of(TrialDrafted, design=told, runners=sorted(named)), by=actor)
            return row

    def details_of(self, schema: type[EventDetails], **values: Any) -> EventDetails:
        """Name the solution, too, so that the line stands in its history."""
        if "solution" in schema.__struct_fields__:
            values["solution"] = self.solution_id
        return super().details_of(schema, **values)

    def must_be_drafted(self) -> None:
        """Refuse to change what is locked, as it was read under the lock."""
        if self.state != self.State.DRAFTED:
            raise TrialLocked("It has started, so its design is locked; amend it beside that.")

    def must_run(self) -> None:
        """Refuse what is done only while it runs, as it was read under the lock."""
        if self.state == self.State.DRAFTED:
            raise TrialNotRunning("It hasn't started yet; start it first.")
        if self.state != self.State.RUNNING:
            raise TrialNotRunning(f"It isn't running any more: it was {self.state}.")
