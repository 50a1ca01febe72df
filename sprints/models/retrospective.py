from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from base import clock
from projects.models.eventful import OfProject
from projects.models.project import OfProjectQuerySet
from sprints.events import (
    ActionAgreed,
    ActionCarried,
    ActionClosed,
    ActionTakenUp,
    RetrospectiveHeld,
    RetrospectiveNoted,
)
from sprints.refusals import (
    ActionClosedOtherwise,
    ActionNotCarriedLater,
    ActionOwnerNotWorking,
    ActionWithoutWords,
    ClosedActionCarried,
    RetrospectiveBeforeKickoff,
    RetrospectiveHeldOtherwise,
)

if TYPE_CHECKING:
    from sprints.models.sprint import Sprint
    from teams.models.user import User


class Retrospective(OfProject):
    """Shows what a sprint accomplished and agrees on what to do differently."""

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="retrospectives")
    sprint = models.OneToOneField("sprints.Sprint", models.PROTECT, related_name="retrospective")
    held_at = models.DateTimeField(default=clock.now)
    shown = models.TextField("what we showed", blank=True, max_length=10_000)
    lessons = models.TextField(blank=True, max_length=10_000)

    class Meta:
        ordering = ["project", "-held_at"]

    def __str__(self) -> str:
        return f"Retrospective of {self.sprint}"

    @classmethod
    def hold(cls, sprint: Sprint, *, by: User, shown: str = "", lessons: str = "") -> Retrospective:
        """Open the sprint's retrospective; a second time finds the first."""
        with sprint.project.changed_by(by) as actor:
            if sprint.is_planned:
                raise RetrospectiveBeforeKickoff(
                    f"{sprint} hasn't been kicked off; there is nothing to look back on."
                )
            held = cls.objects.filter(sprint=sprint).first()
            if held and (shown not in ("", held.shown) or lessons not in ("", held.lessons)):
                raise RetrospectiveHeldOtherwise(
                    f"{sprint} has its retrospective already; change its notes instead."
                )
            return held or cls.add_to(
                sprint.project,
                actor,
                RetrospectiveHeld,
                sprint=sprint,
                held_at=clock.now(),
                shown=shown,
                lessons=lessons,
            )

    def note(self, *, shown: str, lessons: str, by: User) -> None:
        """Write down what was shown and learned."""
        with self.project.changed_by(by) as actor:
            self.change(actor, RetrospectiveNoted, shown=shown, lessons=lessons)

    def agree(self, title: str, *, owner: User, due: date, by: User) -> Action:
        """Agree on an action that somebody looks after until a day."""
        with self.project.changed_by(by) as actor:
            if not title.strip():
                raise ActionWithoutWords("Say what is to be done.", "title")
            members = self.project.team.memberships.current().working()
            if not members.filter(user=owner).exists():
                raise ActionOwnerNotWorking(
                    f"{owner} isn't a working member of {self.project.team}.", "owner"
                )
            return Action.add_to(
                self.project,
                actor,
                ActionAgreed,
                retrospective=self,
                title=title.strip(),
                owner=owner,
                due=due,
                created_at=clock.now(),
            )


class ActionQuerySet(OfProjectQuerySet["Action"]):
    def with_people(self) -> Self:
        return self.select_related("owner", "story__project")

    def open(self) -> Self:
        return self.filter(closed_at=None)

    def closed(self) -> Self:
        return self.exclude(closed_at=None)

    def overdue(self, day: date) -> Self:
        return self.open().filter(due__lt=day)


class Action(OfProject):
    """What a retrospective agreed on; followed through when there is evidence for it."""

    class Outcome(models.TextChoices):
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="actions")
    retrospective = models.ForeignKey(Retrospective, models.PROTECT, related_name="actions")
    title = models.CharField(max_length=240)
    owner = models.ForeignKey("teams.User", models.PROTECT, related_name="actions")
    due = models.DateField()
    created_at = models.DateTimeField(default=clock.now, editable=False)
    carried = models.PositiveSmallIntegerField(default=0, editable=False)
    story = models.OneToOneField(
        "stories.Story", models.PROTECT, null=True, blank=True, related_name="action"
    )
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True, editable=False)
    evidence = models.CharField(
        max_length=500, blank=True, help_text="A link or a sentence that shows it was done."
    )

    objects: ClassVar = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["project", "closed_at", "due", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="")
                | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="action_closed_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="done") | ~Q(evidence=""), name="action_done_has_evidence"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def close(self, *, by: User, evidence: str = "") -> None:
        """End it: done with evidence, dropped without."""
        evidence = evidence.strip()
        with self.project.changed_by(by) as actor:
            self.refresh_from_db(fields=["closed_at", "evidence"])
            if self.closed_at and evidence not in ("", self.evidence):
                if self.evidence:
                    said = f"with “{self.evidence}”"
                else:
                    said = "without evidence"
                raise ActionClosedOtherwise(
                    f"Somebody closed this action already, {said}. Yours isn't saved; copy what "
                    "you need."
                )
            if self.closed_at:
                return
            outcome = self.Outcome.DONE if evidence else self.Outcome.DROPPED
            self.change(
                actor, ActionClosed, closed_at=clock.now(), outcome=outcome, evidence=evidence
            )

    def carry(self, due: date, *, by: User) -> None:
        """Give it until a later day; how often that happened is counted."""
        with self.project.changed_by(by) as actor:
            self.refresh_from_db(fields=["closed_at", "due", "carried"])
            if self.closed_at:
                raise ClosedActionCarried("This action is closed.")
            if due <= self.due:
                raise ActionNotCarriedLater("Carry it to a later day.", "due")
            self.change(actor, ActionCarried, due=due, carried=self.carried + 1)

    def take_up(self, *, by: User, sprint: Sprint | None = None) -> Any:
        """Make it a story, so that it gets done like other work; again finds the same story."""
        with self.project.changed_by(by) as actor:
            self.refresh_from_db(fields=["story"])
            if self.story is None:
                stories = self.project.stories.model
                self.story = stories.write(
                    self.project,
                    title=self.title,
                    kind="chore",
                    owner=self.owner,
                    sprint=sprint,
                    by=actor,
                )
                self.save(update_fields=["story"])
                details = ActionTakenUp(
                    action=self.pk, story=self.story.pk, story_key=self.story.key
                )
                self.record(details, by=actor)
            return self.story
