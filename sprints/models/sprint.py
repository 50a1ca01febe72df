from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Max, Q, Value

from base import clock
from base.roles import Role
from history.schema import EventDetails
from jobs.models import Job
from projects.models.eventful import OfProject
from projects.models.project import OfProjectQuerySet
from sprints.events import (
    SprintClosed,
    SprintKickedOff,
    SprintPlanned,
    SprintReplanned,
    StoryCarriedOver,
)
from sprints.models.commitment import Commitment
from sprints.models.waivable import Waivable
from sprints.refusals import (
    AnotherSprintRunning,
    CarriedIntoNoOpenSprint,
    ClosedSprintReplanned,
    KickoffOfClosedSprint,
    SprintDatesReversed,
    SprintEmpty,
    SprintNotKickedOff,
    SprintsOverlap,
    SprintStarted,
    StoriesWithoutOwner,
)

if TYPE_CHECKING:
    from history.models.event import Event
    from projects.models.project import Project
    from teams.models.membership import Actor
    from teams.models.user import User


class SprintQuerySet(OfProjectQuerySet["Sprint"]):
    def active(self) -> Self:
        return self.filter(state=Sprint.State.ACTIVE)

    def planned(self) -> Self:
        return self.filter(state=Sprint.State.PLANNED)

    def closed(self) -> Self:
        return self.filter(state=Sprint.State.CLOSED)

    def open(self) -> Self:
        return self.exclude(state=Sprint.State.CLOSED)

    def looked_back_on(self) -> Self:
        """Those that have run or run, newest first, with when their retrospective was held."""
        held_at = F("retrospective__held_at")
        return self.exclude(state=Sprint.State.PLANNED).annotate(retrospective_held_at=held_at)


class Sprint(Waivable, OfProject):
    """A stretch of days with a goal; what was frozen at kickoff is what it is measured by."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        ACTIVE = "active", "Active"
        CLOSED = "closed", "Closed"

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="sprints")
    number = models.PositiveIntegerField(editable=False)
    goal = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED, editable=False)
    kicked_off_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    objects: ClassVar = SprintQuerySet.as_manager()

    class Meta:
        ordering = ["project", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="sprint_number_unique"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(state="active"), name="one_active_sprint"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="sprint_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(state="planned", kicked_off_at=None, closed_at=None)
                | Q(state="active", kicked_off_at__isnull=False, closed_at=None)
                | Q(state="closed", kicked_off_at__isnull=False, closed_at__isnull=False),
                name="sprint_times_fit_its_state",
            ),
            ExclusionConstraint(
                name="sprints_dont_overlap",
                expressions=[
                    ("project", RangeOperators.EQUAL),
                    (
                        Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"Sprint {self.number}"

    @classmethod
    def plan(
        cls,
        project: Project,
        *,
        starts_on: date,
        by: User,
        ends_on: date | None = None,
        goal: str = "",
    ) -> Self:
        """Add the next sprint to the plan; it ends after the team's usual length unless said."""
        ends_on = ends_on or starts_on + timedelta(days=project.team.sprint_days - 1)
        with project.changed_by(by, needs=Role.LEAD) as actor:
            number = (project.sprints.aggregate(last=Max("number"))["last"] or 0) + 1
            _refuse_overlap(project, starts_on, ends_on)
            return cls.add_to(
                project,
                actor,
                SprintPlanned,
                number=number,
                goal=goal,
                starts_on=starts_on,
                ends_on=ends_on,
            )

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    def replan(self, *, goal: str, starts_on: date, ends_on: date, by: User) -> None:
        """Change goal or dates; a closed sprint stays as it was, a running one keeps its start."""
        with self.project.changed_by(by, needs=Role.LEAD) as actor:
            self._reread()
            if self.is_closed:
                raise ClosedSprintReplanned(f"{self} is closed; its dates and goal are history.")
            if self.is_active and starts_on != self.starts_on:
                raise SprintStarted(f"{self} is running; the day it started can't change.")
            _refuse_overlap(self.project, starts_on, ends_on, besides=self)
            self.change(actor, SprintReplanned, goal=goal, starts_on=starts_on, ends_on=ends_on)

    def give_owners(self, owners: dict[Any, Any], *, by: User) -> None:
        """Give stories of the sprint to people of the team; all of them or none."""
        with self.project.changed_by(by):
            for story, user in owners.items():
                story.hand_to(user, by=by)

    def kick_off(self, *, by: User, owners: dict[Any, Any] | None = None, waiver: str = "") -> None:
        """Start the sprint and freeze the commitment; every story needs an owner by then.

        `owners` gives some of them one on the way: whom by story. Over open decisions on what the
        stories work for it is refused, unless a lead says by a `waiver` why not to wait for them.
        """
        with self.project.changed_by(by, needs=Role.LEAD) as actor:
            self._reread()
            if self.is_active:
                return
            self.give_owners(owners or {}, by=by)
            self._refuse_kickoff()
            stories = list(self.stories.open().order_by("rank"))
            self._refuse_stories(stories)
            self.pass_decisions(stories, waiver.strip(), actor)
            self.state, self.kicked_off_at = self.State.ACTIVE, clock.now()
            self.save(update_fields=["state", "kicked_off_at"])
            Commitment.freeze(self, stories)
            points = sum(story.points or 0 for story in stories)
            details = SprintKickedOff(stories=len(stories), points=float(points))
            self.record(details, by=actor)
            Job.ask("issue_forecasts", key=f"project:{self.project_id}", project=self.project_id)

    def close(self, *, by: User, carry_into: Sprint | None = None) -> None:
        """End the sprint; what isn't done goes on in another sprint or back to the backlog."""
        with self.project.changed_by(by, needs=Role.LEAD) as actor:
            self._reread()
            if self.is_closed:
                return
            if self.is_planned:
                raise SprintNotKickedOff(f"{self} hasn't been kicked off, so it can't be closed.")
            if carry_into:
                self._refuse_to_carry_into(carry_into)
            self.state, self.closed_at = self.State.CLOSED, clock.now()
            self.save(update_fields=["state", "closed_at"])
            left = list(self.stories.open())
            self.record(SprintClosed(left=len(left)), by=actor)
            self._carry_over(left, carry_into, actor)

    def record(
        self,
        details: EventDetails,
        *,
        by: Actor,
        replaced: tuple[models.Model, dict[str, Any]] | None = None,
    ) -> Event:
        return self.project.write(details, by=by, sprint=self, replaced=replaced)

    def _reread(self) -> None:
        self.refresh_from_db(fields=["state", "goal", "starts_on", "ends_on", "kicked_off_at"])

    def _refuse_kickoff(self) -> None:
        if self.is_closed:
            raise KickoffOfClosedSprint(f"{self} is closed; plan a new one.")
        running = self.project.sprints.active().first()
        if running:
            raise AnotherSprintRunning(
                f"{running} is still running; close it before kicking off {self}."
            )

    def _refuse_stories(self, stories: list[Any]) -> None:
        if not stories:
            raise SprintEmpty(f"{self} has no stories yet; plan some into it first.")
        ownerless = []
        for story in stories:
            if not story.owner_id:
                ownerless.append(f"{self.project.key}-{story.number}")
        if ownerless:
            raise StoriesWithoutOwner(
                f"Every story needs an owner before kickoff: {', '.join(sorted(ownerless))} "
                f"{'has' if len(ownerless) == 1 else 'have'} none."
            )

    def _refuse_to_carry_into(self, other: Sprint) -> None:
        other.refresh_from_db(fields=["state"])
        if other.is_closed or other.pk == self.pk or other.project_id != self.project_id:
            raise CarriedIntoNoOpenSprint(
                "Unfinished stories go on in another open sprint.", "carry_into"
            )

    def _carry_over(self, stories: list[Any], into: Sprint | None, actor: Actor) -> None:
        """Move them on; the closed sprint's own history and commitment stay as they are."""
        carried = self.stories.filter(pk__in=[story.pk for story in stories])
        carried.update(sprint=into, updated_at=clock.now())
        details = self.details_of(StoryCarriedOver, was=self, now=into)
        lines: list[Any] = [(details, {"story": story, "sprint": self}) for story in stories]
        self.project.write_all(lines, by=actor)


def _refuse_overlap(
    project: Project, starts_on: date, ends_on: date, besides: Sprint | None = None
) -> None:
    """Say under the project's lock what the exclusion constraint would refuse without a name."""
    if ends_on < starts_on:
        raise SprintDatesReversed("A sprint ends on or after the day it starts.", "ends_on")
    others = project.sprints.filter(starts_on__lte=ends_on, ends_on__gte=starts_on)
    if besides:
        others = others.exclude(pk=besides.pk)
    other = others.first()
    if other:
        raise SprintsOverlap(
            f"{other} runs from {other.starts_on} to {other.ends_on}; "
            "sprints of a project can't overlap."
        )
