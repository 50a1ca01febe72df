from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from base import clock
from projects.events import (
    DecisionDecided,
    DecisionMadeInternal,
    DecisionOpened,
    DecisionOutcomeNoted,
    DecisionShown,
    DecisionSuperseded,
)
from projects.models.eventful import OfProject
from projects.models.shared import Shared, SharedQuerySet
from projects.models.use_case import UseCase
from projects.refusals import (
    ChosenWithoutWords,
    DecisionMade,
    DecisionNotMade,
    DecisionOfAnotherProject,
    DecisionWithoutTitle,
    KeptByStranger,
    QuestionBeingDecided,
)

if TYPE_CHECKING:
    from projects.models.project import Project
    from projects.models.theme import Theme
    from teams.models.membership import Actor
    from teams.models.user import User


# What is said when it is made.
MADE = (
    "state",
    "decided_at",
    "chosen",
    "considered",
    "why",
    "keeper",
    "until",
    "is_two_way",
    "look_again_on",
    "heard",
    "still_held",
)


class DecisionQuerySet(SharedQuerySet["Decision"]):
    def open(self) -> Self:
        return self.filter(state=Decision.State.OPEN)

    def decided(self) -> Self:
        return self.filter(state=Decision.State.DECIDED)

    def in_state(self, state: str) -> Self:
        return self.filter(state=state)

    def before(self, themes: Collection[int]) -> Self:
        """Open ones on one of these themes, or on a use case that one of them serves."""
        use_cases = UseCase.objects.standing().filter(themes__in=themes)
        return self.open().filter(
            Q(theme__in=themes) | Q(use_case__in=use_cases.order_by().values("pk"))
        )

    def mentioning(self, text: str) -> Self:
        """Those whose words hold the text."""
        words = Q()
        for name in ("title", "chosen", "considered", "why", "still_held", "outcome"):
            words |= Q(**{f"{name}__icontains": text})
        return self.filter(words)

    def open_first(self) -> Self:
        """What waits, by its day; then what was decided, the newest first."""
        is_closed = models.Case(models.When(state="open", then=0), default=1)
        return self.order_by(
            is_closed,
            models.Case(models.When(state="open", then="due_on")).asc(nulls_last=True),
            models.F("decided_at").desc(nulls_last=True),
            "-pk",
        )


class Decision(Shared, OfProject):
    """What was chosen, what else was considered, why, and what the other side still holds."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DECIDED = "decided", "Decided"
        SUPERSEDED = "superseded", "Superseded"

    shown, hidden = DecisionShown, DecisionMadeInternal

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="decisions")
    title = models.CharField("what it is about", max_length=300)
    question = models.ForeignKey(
        "projects.Question", models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    use_case = models.ForeignKey(
        "projects.UseCase", models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    theme = models.ForeignKey(
        "projects.Theme", models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    state = models.CharField(max_length=10, choices=State, default=State.OPEN, editable=False)
    opened_at = models.DateTimeField(default=clock.now, editable=False)
    due_on = models.DateField("to be decided by", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, editable=False)
    chosen = models.TextField("what was chosen", max_length=4000, blank=True)
    considered = models.TextField("what else was considered", max_length=4000, blank=True)
    why = models.TextField(max_length=4000, blank=True)
    keeper = models.ForeignKey(
        "teams.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="kept_decisions",
        verbose_name="who looks after it",
    )
    until = models.DateField("done until", null=True, blank=True)
    is_two_way = models.BooleanField(
        "cheap to undo", default=True, help_text="Whether it can be taken back cheaply."
    )
    look_again_on = models.DateField("looked at again on", null=True, blank=True)
    heard = models.CharField("who was heard", max_length=300, blank=True)
    still_held = models.TextField(
        "what the other side still holds",
        max_length=4000,
        blank=True,
        help_text="Disagree and commit: what is done all the same, and what is still doubted.",
    )
    outcome = models.TextField("what has come of it", max_length=4000, blank=True)

    objects: ClassVar = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["project", "-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None)
                | (~Q(state="open") & Q(decided_at__isnull=False) & ~Q(chosen="")),
                name="decision_says_what_was_chosen",
            ),
            models.CheckConstraint(
                condition=Q(shared_at=None) | ~Q(state="open"), name="open_decision_is_internal"
            ),
            models.UniqueConstraint(
                fields=["question"], condition=Q(state="open"), name="one_open_decision_a_question"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """Where it is read and made."""
        return reverse("decision", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_decided(self) -> bool:
        """Whether it is made, and holds."""
        return self.state == self.State.DECIDED

    @classmethod
    def open_for(
        cls,
        project: Project,
        *,
        title: str,
        by: User,
        use_case: UseCase | None = None,
        theme: Theme | None = None,
        due_on: date | None = None,
    ) -> Self:
        """Say that something is to be decided, with or without a question behind it."""
        title = title.strip()
        if not title:
            raise DecisionWithoutTitle("Say what is to be decided.", "title")
        for named in (use_case, theme):
            if named and named.project_id != project.pk:
                raise DecisionOfAnotherProject(f"“{named}” is of another project.")
        with project.changed_by(by) as actor:
            return cls.open_under_lock(
                project, actor, title=title, use_case=use_case, theme=theme, due_on=due_on
            )

    @classmethod
    def open_under_lock(cls, project: Project, actor: Actor, **fields: Any) -> Self:
        """Open it in a verb that holds the project's lock already."""
        row = cls(project=project, opened_at=clock.now(), **fields)
        row.check_own_fields()
        row.save(force_insert=True)
        details = DecisionOpened(
            decision=row.pk,
            title=row.title,
            question=row.question_id,
            usecase=row.use_case_id,
            theme=row.theme_id,
            replaces=row.replaces_id,
            due_on=row.due_on,
        )
        row.record(details, by=actor)
        return row

    def decide(
        self,
        *,
        chosen: str,
        by: User,
        considered: str = "",
        why: str = "",
        keeper: User | None = None,
        until: date | None = None,
        is_two_way: bool = True,
        look_again_on: date | None = None,
        heard: str = "",
        still_held: str = "",
    ) -> None:
        """Make it: from here on it isn't edited, another one supersedes it."""
        if not chosen.strip():
            raise ChosenWithoutWords("Say what was chosen.", "chosen")
        with self.project.changed_by(by) as actor:
            self.reread("state", "replaces", "question")
            if self.state != self.State.OPEN:
                raise DecisionMade("It is made; open another one that takes its place.")
            self._refuse_strangers(keeper)
            self.chosen, self.considered, self.why = chosen.strip(), considered.strip(), why.strip()
            self.keeper, self.until, self.is_two_way = keeper, until, is_two_way
            self.look_again_on, self.heard = look_again_on, heard.strip()
            self.still_held = still_held.strip()
            self.state, self.decided_at = self.State.DECIDED, clock.now()
            self.check_own_fields()
            self.save(update_fields=MADE)
            details = DecisionDecided(
                decision=self.pk,
                chosen=self.chosen,
                considered=self.considered,
                why=self.why,
                keeper=self.keeper_id,
                until=until,
                is_two_way=is_two_way,
                look_again_on=look_again_on,
                heard=self.heard,
                still_held=self.still_held,
            )
            self.record(details, by=actor)
            if self.question:
                self.question.settled_by(actor)
            if self.replaces:
                self.replaces._be_superseded(self, actor)

    def supersede(self, *, by: User, title: str = "", due_on: date | None = None) -> Decision:
        """Open the decision that is to take this one's place; it holds until that one is made."""
        with self.project.changed_by(by) as actor:
            self.reread("state")
            if self.state != self.State.DECIDED:
                raise DecisionNotMade("Only a decision that holds is taken up again.")
            again = self.replaced_by.open().first()
            if again:
                return again
            self._refuse_second_of_question()
            return self.open_under_lock(
                self.project,
                actor,
                title=title.strip() or self.title,
                replaces=self,
                question=self.question,
                use_case=self.use_case,
                theme=self.theme,
                due_on=due_on,
            )

    def note_outcome(self, outcome: str, *, by: User) -> None:
        """Say what has come of it."""
        with self.project.changed_by(by, even_closed=True) as actor:
            self.reread("state")
            if self.state == self.State.OPEN:
                raise DecisionNotMade("Nothing has come of it yet: it isn't decided.")
            self.change(actor, DecisionOutcomeNoted, outcome=outcome.strip())

    def must_be_showable(self) -> None:
        if self.state == self.State.OPEN:
            raise DecisionNotMade("It can be shown once it is decided.")

    def _be_superseded(self, newer: Decision, actor: Actor) -> None:
        self.state = self.State.SUPERSEDED
        self.save(update_fields=["state"])
        self.record(DecisionSuperseded(decision=self.pk, by_decision=newer.pk), by=actor)

    def _refuse_second_of_question(self) -> None:
        others = Decision.objects.open().filter(question=self.question_id)
        if self.question_id and others.exists():
            raise QuestionBeingDecided("A decision on the same question waits; make that one.")

    def _refuse_strangers(self, keeper: User | None) -> None:
        team = self.project.team
        if keeper and not team.memberships.current().working().filter(user=keeper).exists():
            raise KeptByStranger(f"{keeper} doesn't work in {team}.", "keeper")
