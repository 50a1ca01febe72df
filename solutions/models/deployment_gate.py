"""The third gate: what starts in production fits and has held in the wild, or a lead waives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from base import clock
from base.refusals import Link
from projects.reasons import IN_SO_MANY, MOST_REASON, waiver_of
from solutions.events import DeploymentGateNotPassed, DeploymentGateWaived
from solutions.models.deployment_part import DeploymentPart
from solutions.models.fit_review import FitReview
from solutions.models.fit_state import missing_of_fit
from solutions.models.fit_step import fit_now, is_signed
from solutions.models.tried import is_proven, no_trial_counts, passed
from solutions.refusals import (
    DeployedBeforeProven,
    DeploymentWaivedByLeads,
    DeploymentWaiverWithoutReason,
    NothingToWaive,
)

if TYPE_CHECKING:
    from datetime import datetime

    from teams.models.membership import Actor
    from teams.models.user import User

GATE = ("gate", "fit_lacked", "trial_lacked", "words_hash", "fit_hash", "waiver")
PRODUCTION = "production"


@dataclass(frozen=True, slots=True)
class GateReading:
    """What a solution has of what production asks for, as it stands now."""

    solution: int
    words_hash: str
    fit_hash: str  # "" as long as nobody has begun to look
    fit: tuple[str, ...]  # what is missing, in words
    trial: tuple[str, ...]

    @property
    def lacks(self) -> list[str]:
        lacks = (("fit", self.fit), ("trial", self.trial))
        return [name for name, words in lacks if words]

    @property
    def sentence(self) -> str:
        """What is missing; where nothing is, that it may start."""
        words = "; ".join([*self.fit, *self.trial])
        if not words:
            return "It has a signed fit and a passed trial of today’s words."
        return f"{words[0].upper()}{words[1:]}."

    @property
    def refusal(self) -> DeployedBeforeProven:
        links = []
        if self.fit:
            links.append(
                Link("Look whether it fits", reverse("solution_fit", args=[self.solution]))
            )
        if self.trial:
            page = reverse("solution", args=[self.solution])
            links.append(Link("See its trials", f"{page}#trials"))
        return DeployedBeforeProven(self.sentence, links=links)


def gate_of(solution: Any) -> GateReading:
    """Read what the gate asks of a solution, in one statement."""
    rows: Any = apps.get_model("solutions.Solution")._default_manager
    current = FitReview.objects.current().order_by().filter(solution=OuterRef("pk"))
    read = (
        rows.order_by()
        .annotate(
            told=fit_now(),
            is_signed=is_signed(),
            is_proven=is_proven(),
            was_proven=Exists(passed().order_by()),
            hash_of_fit=Subquery(current.values("fit_hash")),
        )
        .values("words_hash", "told", "is_signed", "is_proven", "was_proven", "hash_of_fit")
        .get(pk=solution.pk)
    )
    return GateReading(
        solution.pk,
        read["words_hash"],
        read["hash_of_fit"] or "",
        () if read["is_signed"] else tuple(missing_of_fit(read["told"])),
        () if read["is_proven"] else (no_trial_counts(read["was_proven"]),),
    )


class Gated(DeploymentPart):
    """How it went through the gate of production; other environments have none."""

    class Gate(models.TextChoices):
        NOT_ASKED = "", "Not asked"
        PASSED = "passed", "Passed"
        WAIVED = "waived", "Waived"
        NOT_PASSED = "not_passed", "Not passed"
        FIX = "fix", "A fix"

    gate = models.CharField(max_length=10, choices=Gate, blank=True, editable=False)
    fit_lacked = models.BooleanField(default=False, editable=False)
    trial_lacked = models.BooleanField(default=False, editable=False)
    words_hash = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="That of the solution's words at the gate.",
    )
    fit_hash = models.CharField(
        max_length=64, blank=True, editable=False, help_text="That of its fit at the gate."
    )
    waiver = models.CharField(
        max_length=MOST_REASON,
        blank=True,
        editable=False,
        help_text="Why it is in production without what the gate asks for.",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=(Q(gate="waived") & ~Q(waiver="")) | (~Q(gate="waived") & Q(waiver="")),
                name="deployment_waived_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(gate__in=("waived", "not_passed"))
                & (Q(fit_lacked=True) | Q(trial_lacked=True))
                | Q(gate__in=("", "passed", "fix"), fit_lacked=False, trial_lacked=False),
                name="deployment_lacked_something_at_the_gate",
            ),
        ]

    @property
    def lacked(self) -> list[str]:
        """What of a fit and a trial wasn't there at the gate."""
        lacked = (("fit", self.fit_lacked), ("trial", self.trial_lacked))
        return [name for name, was_lacked in lacked if was_lacked]

    @property
    def has_gate(self) -> bool:
        return self.environment == PRODUCTION and not self.is_imported

    def fixes_now(self, moment: datetime) -> bool:
        """Whether it names an incident that is open: then nothing is asked of it."""
        if self.fixes_id is None:
            return False
        incidents: Any = apps.get_model("solutions.Incident")._default_manager
        return bool(incidents.open_at(moment).filter(pk=self.fixes_id).exists())

    def pass_gate(self, waiver: str, actor: Actor) -> None:
        """Refuse a start in production without what is asked for, unless a lead says why not."""
        if not self.has_gate:
            return
        if self.fixes_now(clock.now()):
            self.gate = self.Gate.FIX
            return
        reading = self._read_gate()
        if not reading.lacks:
            self.gate = self.Gate.PASSED
        elif waiver:
            self._waive(waiver, actor, afterwards=False)
        else:
            raise reading.refusal

    def note_gate(self, actor: Actor, moment: datetime) -> None:
        """Record of what has happened how it stands at the gate; nothing is refused."""
        if not self.has_gate or self.gate:
            return
        if self.fixes_now(moment):
            self.gate = self.Gate.FIX
            self.save(update_fields=["gate"])
            return
        reading = self._read_gate()
        self.gate = self.Gate.NOT_PASSED if reading.lacks else self.Gate.PASSED
        self.save(update_fields=GATE)
        if reading.lacks:
            details = self.details_of(
                DeploymentGateNotPassed, lacks=reading.lacks, fit_hash=reading.fit_hash
            )
            self.record(details, by=actor)

    def waive(self, reason: str, *, by: User) -> None:
        """Say afterwards why it is in production without what the gate asks for."""
        with self.project.changed_by(by, even_closed=True) as actor:
            self.reread(*GATE)
            if self.gate == self.Gate.WAIVED and self.waiver == reason.strip():
                return
            if self.gate != self.Gate.NOT_PASSED:
                raise NothingToWaive("Its gate was passed, waived, or not asked.")
            self._waive(reason, actor, afterwards=True)
            self.save(update_fields=GATE)

    def _read_gate(self) -> GateReading:
        reading = gate_of(self.solution)
        self.words_hash, self.fit_hash = reading.words_hash, reading.fit_hash
        self.fit_lacked, self.trial_lacked = bool(reading.fit), bool(reading.trial)
        return reading

    def _waive(self, reason: str, actor: Actor, *, afterwards: bool) -> None:
        of_leads = "Only a lead who is in the team lets it go to production without its gate."
        self.waiver = waiver_of(
            reason,
            actor,
            of_leads=DeploymentWaivedByLeads(of_leads),
            unsaid=DeploymentWaiverWithoutReason(f"Say why {IN_SO_MANY}", "waiver"),
        )
        self.gate = self.Gate.WAIVED
        details = self.details_of(
            DeploymentGateWaived, reason=self.waiver, lacks=self.lacked, afterwards=afterwards
        )
        self.record(details, by=actor)
