from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from base import clock
from projects.events import (
    HypothesisDecided,
    HypothesisDrafted,
    HypothesisReworded,
    HypothesisSeen,
    HypothesisStarted,
    HypothesisVerdictChanged,
    HypothesisWithdrawn,
)
from projects.models.eventful import OfProject
from projects.models.hypothesis_amendment import (
    OVERDUE_AFTER,
    WORDS,
    Amended,
    HypothesisAmendment,
    hash_of,
)
from projects.models.looked_at import LookedAt
from projects.models.project import OfProjectQuerySet
from projects.models.sides import SIDES
from projects.models.withdrawable import Withdrawable
from projects.refusals import (
    DecisionWithoutWords,
    HypothesisEditedSince,
    HypothesisLocked,
    HypothesisNotStarted,
    HypothesisOver,
    HypothesisStillOpen,
    HypothesisWithoutThreshold,
    NoKillRule,
    NoVerdict,
)

if TYPE_CHECKING:
    from projects.models.theme import Theme
    from teams.models.membership import Actor
    from teams.models.user import User

GIVEN = ("verdict", "decision", "evidence", "by_kill_rule")  # by whoever decides it
OPEN = ("draft", "running")
TEXTS = ("prediction", "threshold", "kill_rule")
LONGEST_HEADING = 160
MARKED = re.compile(r"[*_`\[|<\n]")  # what Markdown would draw otherwise


class HypothesisQuerySet(OfProjectQuerySet["Hypothesis"]):
    def running(self) -> Self:
        return self.filter(state=Hypothesis.State.RUNNING)

    def begun(self) -> Self:
        """Those whose words are worth comparing with: what runs, or has a verdict."""
        return self.filter(state__in=(Hypothesis.State.RUNNING, Hypothesis.State.DECIDED))

    def open_or_in(self, rows: models.QuerySet[Any, Any]) -> Self:
        """What is open, and these."""
        return self.filter(Q(state__in=OPEN) | Q(pk__in=rows))

    def over(self) -> Self:
        """What has a verdict, or was withdrawn."""
        return self.filter(state__in=(Hypothesis.State.DECIDED, Hypothesis.State.WITHDRAWN))

    def again(self) -> Self:
        """Those that test again the one that an outer query is at."""
        return self.filter(tests_again=OuterRef("pk"))

    def begun_ever(self) -> Self:
        """Those whose test has begun, whatever became of it."""
        return self.exclude(stated_at=None)

    def mentioning(self, text: str) -> Self:
        """Those whose words hold the text."""
        words = Q(theme__title__icontains=text)
        for name in (*TEXTS, "decision", "evidence", "withdrawn_because"):
            words |= Q(**{f"{name}__icontains": text})
        return self.filter(words)

    def decided(self) -> Self:
        return self.filter(state=Hypothesis.State.DECIDED)

    def most_urgent_first(self) -> Self:
        """What is being tested by its date, then drafts, then what is over, newest first."""
        order = models.Case(
            models.When(state="running", then=0), models.When(state="draft", then=1), default=2
        )
        day = models.Case(models.When(state="running", then="due_on"), default=None)
        ended = Coalesce("decided_at", "withdrawn_at")
        return self.order_by(order, day.asc(nulls_last=True), ended.desc(nulls_last=True), "pk")

    def overdue(self, day: date) -> Self:
        """Those whose box ended three days before the day, or earlier."""
        return self.running().filter(due_on__lte=day - OVERDUE_AFTER)

    def with_marks(self) -> Self:
        """With `was_moved`: whether what counts as a result was amended after results."""
        moved = HypothesisAmendment.objects.of_outcome().of_outer()
        return self.annotate(was_moved=Exists(moved))


class Hypothesis(Amended, Withdrawable, LookedAt, OfProject):
    """A prediction that can fail, locked when its test starts; refuted is a delivered result."""

    withdrawn, over = HypothesisWithdrawn, HypothesisOver
    seen, edited_since, looked_by = HypothesisSeen, HypothesisEditedSince, ("state",)

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        RUNNING = "running", "Running"
        DECIDED = "decided", "Decided"
        WITHDRAWN = "withdrawn", "Withdrawn"

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
    tests_again = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="tested_again_by",
    )
    words_hash = models.CharField(max_length=64, default="", editable=False)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT, editable=False)
    stated_at = models.DateTimeField(null=True, blank=True, editable=False)
    due_on = models.DateField(null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    verdict = models.CharField(max_length=12, choices=Verdict, blank=True, editable=False)
    decision = models.TextField(max_length=2000, blank=True, editable=False)
    evidence = models.CharField(max_length=500, blank=True, editable=False)
    by_kill_rule = models.BooleanField(
        "ended by its own rule",
        default=False,
        editable=False,
        help_text="Whether what ends it early had come about.",
    )

    objects: ClassVar = HypothesisQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "hypotheses"
        ordering = ["theme", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", stated_at=None, decided_at=None, withdrawn_at=None)
                | Q(
                    state="running",
                    stated_at__isnull=False,
                    decided_at=None,
                    withdrawn_at=None,
                )
                | (
                    Q(state="decided", stated_at__isnull=False, decided_at__isnull=False)
                    & Q(withdrawn_at=None)
                    & ~Q(verdict="")
                )
                | (
                    Q(state="withdrawn", decided_at=None, withdrawn_at__isnull=False)
                    & ~Q(withdrawn_because="")
                ),
                name="hypothesis_times_fit_its_state",
            ),
            models.CheckConstraint(
                condition=Q(by_kill_rule=False) | Q(state="decided"),
                name="kill_rule_ends_with_a_verdict",
            ),
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
        words = {
            "prediction": prediction,
            "threshold": threshold,
            "kill_rule": kill_rule,
            "time_box_days": time_box_days,
        }
        with theme.project.changed_by(by) as actor:
            return cls._add(theme, actor, words)

    @classmethod
    def _add(
        cls, theme: Theme, actor: Actor, words: dict[str, Any], tests_again: Self | None = None
    ) -> Self:
        row = cls(project=theme.project, theme=theme, tests_again=tests_again, **words)
        row.words_hash = hash_of(words, ())
        row.check_own_fields()
        row.save(force_insert=True)
        told = words | {"theme": theme, "tests_again": tests_again}
        row.record(row.details_of(HypothesisDrafted, **told), by=actor)
        row.seen_by_writer(actor)
        return row

    def test_again(self, *, by: User) -> Self:
        """Draft another with the words that were in force, linked to this one."""
        with self.project.changed_by(by) as actor:
            self.reread("state", "theme", *WORDS)
            if self.is_open:
                raise HypothesisStillOpen("It is open still; decide it first, or withdraw it.")
            words = self.planned(WORDS, self.amendments.all())
            return self._add(self.theme, actor, words, tests_again=self)

    @property
    def fits_a_heading(self) -> bool:
        """Whether a heading can say the prediction whole: one line of plain words."""
        return len(self.prediction) <= LONGEST_HEADING and not MARKED.search(self.prediction)

    @property
    def is_locked(self) -> bool:
        return self.state != self.State.DRAFT

    @property
    def is_open(self) -> bool:
        """Whether it can still be tested: it can be withdrawn as well."""
        return self.state in OPEN

    def is_overdue(self, day: date) -> bool:
        """Whether its box ended three days before the day, or earlier."""
        return (
            self.due_on is not None
            and self.state == "running"
            and day - self.due_on >= OVERDUE_AFTER
        )

    def reword(self, *, by: User, **words: Any) -> None:
        """Change a draft; what runs is locked."""
        with self.project.changed_by(by) as actor:
            self.refresh_from_db(fields=["state"])
            if self.is_locked:
                raise HypothesisLocked(
                    "This hypothesis is being tested; its words are locked. Amend it beside them."
                )
            given = {name: words[name] for name in WORDS if name in words}
            if self.change(actor, HypothesisReworded, **given):
                self.hash_words((), actor)

    def start(self, *, by: User) -> None:
        """Begin the test: from now on prediction, threshold and time box are locked."""
        with self.project.changed_by(by) as actor:
            self.refresh_from_db(fields=["state"])
            self._must_not_be_withdrawn()
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

    def must_be_looked_at(self) -> None:
        if not self.is_open:
            raise HypothesisOver("It is over; there is nothing to look at before it.")

    def must_run(self) -> None:
        """Refuse what is done only while it is tested, as it was read under the lock."""
        self._must_be_started()
        if self.state == self.State.DECIDED:
            raise HypothesisOver("It has a verdict; what it was tested by is history.")

    def _must_be_started(self) -> None:
        self._must_not_be_withdrawn()
        if not self.is_locked:
            raise HypothesisNotStarted("The test hasn't started yet; start it first.")

    def _must_not_be_withdrawn(self) -> None:
        if self.state == self.State.WITHDRAWN:
            raise HypothesisOver("It was withdrawn; test it again as another one.")

    def decide(
        self,
        verdict: str,
        *,
        decision: str,
        by: User,
        evidence: str = "",
        by_kill_rule: bool = False,
    ) -> None:
        """Give the verdict and what is done about it; another verdict later is told as a change."""
        if verdict not in self.Verdict.values:
            raise NoVerdict(f"“{verdict}” isn't a verdict.", "verdict")
        if not decision.strip():
            raise DecisionWithoutWords("Say what is decided, now that this is known.", "decision")
        with self.project.changed_by(by) as actor:
            self.reread("state", "kill_rule", "decided_at", *GIVEN)
            self._must_be_started()
            self._must_have_rule(by_kill_rule)
            was = {name: getattr(self, name) for name in GIVEN}
            now = {
                "verdict": verdict,
                "decision": decision,
                "evidence": evidence,
                "by_kill_rule": by_kill_rule,
            }
            if was == now:
                return
            for name, value in now.items():
                setattr(self, name, value)
            self.state, self.decided_at = self.State.DECIDED, self.decided_at or clock.now()
            self.check_own_fields()
            self.save(update_fields=["state", "decided_at", *GIVEN])
            schema = HypothesisVerdictChanged if was["verdict"] else HypothesisDecided
            details = self.details_of(
                schema, was=was["verdict"], now=verdict, by_kill_rule=by_kill_rule
            )
            replaced = {name: was[name] for name in ("decision", "evidence")}
            self.record(details, by=actor, replaced=(self, replaced))

    def _must_have_rule(self, by_kill_rule: bool) -> None:
        if not by_kill_rule or self.kill_rule:
            return
        if not self.amendments.filter(part="kill_rule").exists():
            raise NoKillRule("Nothing was named that ends it early.", "by_kill_rule")


def sides_that_wait(state: str, looked: Iterable[str]) -> list[str]:
    """The disciplines that haven't looked at it, as long as it is open."""
    if state not in OPEN:
        return []
    seen = set(looked)
    return [side.value for side in SIDES if side not in seen]
