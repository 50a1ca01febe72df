from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from base import clock
from projects.events import (
    HypothesisDecided,
    HypothesisDrafted,
    HypothesisReworded,
    HypothesisStarted,
    HypothesisVerdictChanged,
)
from projects.models.eventful import OfProject
from projects.models.project import OfProjectQuerySet
from projects.refusals import (
    DecisionWithoutWords,
    HypothesisLocked,
    HypothesisNotStarted,
    HypothesisWithoutThreshold,
    NoVerdict,
)

if TYPE_CHECKING:
    from projects.models.theme import Theme
    from teams.models.user import User

LONGEST_HEADING = 160
MARKED = re.compile(r"[*_`\[|<\n]")  # what Markdown would draw otherwise
WORDS = ("prediction", "threshold", "kill_rule", "time_box_days")


class HypothesisQuerySet(OfProjectQuerySet["Hypothesis"]):
    def running(self) -> Self:
        return self.filter(state=Hypothesis.State.RUNNING)

    def most_urgent_first(self) -> Self:
        """What is being tested by its date, then drafts, then what is decided, newest first."""
        order = models.Case(
            models.When(state="running", then=0), models.When(state="draft", then=1), default=2
        )
        return self.order_by(order, models.F("due_on").asc(nulls_last=True), "-decided_at", "pk")

    def overdue(self, day: date) -> Self:
        """Those that should have been decided before the day."""
        return self.running().filter(due_on__lt=day)


class Hypothesis(OfProject):
    """A prediction that can fail, locked when its test starts; refuted is a delivered result."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        RUNNING = "running", "Running"
        DECIDED = "decided", "Decided"

    class Verdict(models.TextChoices):
        SUPPORTED = "supported", "Supported"
        REFUTED = "refuted", "Refuted"
        INCONCLUSIVE = "inconclusive", "Inconclusive"

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="hypotheses")
    theme = models.ForeignKey("projects.Theme", models.PROTECT, related_name="hypotheses")
    prediction = models.TextField(max_length=2000, help_text="What will be seen if it holds?")
    threshold = models.CharField(
        "holds from", max_length=240, blank=True, help_text="From which value on does it hold?"
    )
    kill_rule = models.CharField(
        "ends early if", max_length=240, blank=True, help_text="What ends the test before its time?"
    )
    time_box_days = models.PositiveSmallIntegerField(
        "time box",
        default=14,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text="Days after its start on which it is decided.",
    )
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT, editable=False)
    stated_at = models.DateTimeField(null=True, blank=True, editable=False)
    due_on = models.DateField(null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    verdict = models.CharField(max_length=12, choices=Verdict, blank=True, editable=False)
    decision = models.TextField(max_length=2000, blank=True, editable=False)
    evidence = models.CharField(max_length=500, blank=True, editable=False)

    objects: ClassVar = HypothesisQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "hypotheses"
        ordering = ["theme", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", stated_at=None, decided_at=None)
                | Q(state="running", stated_at__isnull=False, decided_at=None)
                | (
                    Q(state="decided", stated_at__isnull=False, decided_at__isnull=False)
                    & ~Q(verdict="")
                ),
                name="hypothesis_times_fit_its_state",
            )
        ]

    def __str__(self) -> str:
        return self.prediction[:80]

    @classmethod
    def draft(
        cls,
        theme: Theme,
        *,
        prediction: str,
        by: User,
        threshold: str = "",
        kill_rule: str = "",
        time_box_days: int = 14,
    ) -> Self:
        """Write down what is predicted; it may still be reworded."""
        with theme.project.changed_by(by) as actor:
            return cls.add_to(
                theme.project,
                actor,
                HypothesisDrafted,
                theme=theme,
                prediction=prediction,
                threshold=threshold,
                kill_rule=kill_rule,
                time_box_days=time_box_days,
            )

    @property
    def fits_a_heading(self) -> bool:
        """Whether a heading can say the prediction whole: one line of plain words."""
        return len(self.prediction) <= LONGEST_HEADING and not MARKED.search(self.prediction)

    @property
    def is_locked(self) -> bool:
        return self.state != self.State.DRAFT

    def reword(self, *, by: User, **words: Any) -> None:
        """Change a draft; what runs is locked."""
        with self.project.changed_by(by) as actor:
            self.refresh_from_db(fields=["state"])
            if self.is_locked:
                raise HypothesisLocked("This hypothesis is being tested; its words are locked.")
            self.change(
                actor, HypothesisReworded, **{name: words[name] for name in WORDS if name in words}
            )

    def start(self, *, by: User) -> None:
        """Begin the test: from now on prediction, threshold and time box are locked."""
        with self.project.changed_by(by) as actor:
            self.refresh_from_db(fields=["state"])
            if self.is_locked:
                return
            if not self.threshold:
                raise HypothesisWithoutThreshold(
                    "Say from which value on it holds before the test starts.", "threshold"
                )
            self.state, self.stated_at = self.State.RUNNING, clock.now()
            self.due_on = (self.stated_at + timedelta(days=self.time_box_days)).date()
            self.save(update_fields=["state", "stated_at", "due_on"])
            self.record(HypothesisStarted(hypothesis=self.pk, due_on=self.due_on), by=actor)

    def decide(self, verdict: str, *, decision: str, by: User, evidence: str = "") -> None:
        """Give the verdict and what is done about it; another verdict later is told as a change."""
        if verdict not in self.Verdict.values:
            raise NoVerdict(f"“{verdict}” isn't a verdict.", "verdict")
        if not decision.strip():
            raise DecisionWithoutWords("Say what is decided, now that this is known.", "decision")
        with self.project.changed_by(by) as actor:
            self.refresh_from_db(fields=["state", "verdict", "decision", "evidence", "decided_at"])
            if not self.is_locked:
                raise HypothesisNotStarted("The test hasn't started; start it, then decide.")
            said = {"decision": self.decision, "evidence": self.evidence}
            was = self.verdict
            if (was, self.decision, self.evidence) == (verdict, decision, evidence):
                return
            self.verdict, self.decision, self.evidence = verdict, decision, evidence
            self.state, self.decided_at = self.State.DECIDED, self.decided_at or clock.now()
            self.check_own_fields()
            self.save(update_fields=["verdict", "decision", "evidence", "state", "decided_at"])
            schema = HypothesisVerdictChanged if was else HypothesisDecided
            details = self.details_of(schema, was=was, now=verdict)
            self.record(details, by=actor, replaced=(self, said))
