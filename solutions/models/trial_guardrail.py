from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from solutions.events import TrialGuarded, TrialUnguarded
from solutions.models.of_trial import OfTrialQuerySet
from solutions.models.trial_part import TrialPart
from solutions.refusals import (
    GuardrailAlready,
    GuardrailWithoutLimit,
    TooManyGuardrails,
)

if TYPE_CHECKING:
    from teams.models.user import User

MOST_GUARDRAILS = 10
LONGEST_GUARDRAIL = 160


class TrialGuardrail(models.Model):
    """What must not get worse than a limit: it stops the trial before its time."""

    trial = models.ForeignKey("solutions.Trial", models.PROTECT, related_name="guardrails")
    what = models.CharField("what is watched", max_length=LONGEST_GUARDRAIL)
    limit = models.CharField(max_length=LONGEST_GUARDRAIL)

    objects: ClassVar = OfTrialQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(limit=""), name="guardrail_has_a_limit"
            ),
            models.UniqueConstraint(fields=["trial", "what"], name="guardrail_stands_once"),
        ]

    def __str__(self) -> str:
        return f"{self.what}: {self.limit}"


class Guarded(TrialPart):
    """Between one and ten guardrails, each with its limit."""

    class Meta:
        abstract = True

    def guard(self, what: str, limit: str, *, by: User) -> TrialGuardrail:
        """Say what would stop it; the same again changes nothing."""
        what, limit = what.strip(), limit.strip()
        for word, field in ((what, "what"), (limit, "limit")):
            if not 0 < len(word) <= LONGEST_GUARDRAIL:
                raise GuardrailWithoutLimit(
                    f"Say what is watched and its limit, each in {LONGEST_GUARDRAIL} characters.",
                    field,
                )
        with self.project.changed_by(by) as actor:
            self.reread("state")
            self.must_be_drafted()
            there: dict[str, TrialGuardrail] = {one.what: one for one in self.guardrails.all()}
            if (so_far := there.get(what)) is not None:
                if so_far.limit == limit:
                    return so_far
                raise GuardrailAlready(f"“{what}” has the limit “{so_far.limit}” already.", "what")
            if len(there) >= MOST_GUARDRAILS:
                raise TooManyGuardrails(f"A trial has {MOST_GUARDRAILS} guardrails at most.")
            row = TrialGuardrail(trial_id=self.pk, what=what, limit=limit)
            row.save(force_insert=True)
            details = self.details_of(TrialGuarded, guardrail=row.pk, what=what, limit=limit)
            self.record(details, by=actor)
            return row

    def unguard(self, guardrail: int, *, by: User) -> None:
        """Take a guardrail from a draft, by its id."""
        with self.project.changed_by(by) as actor:
            self.reread("state")
            self.must_be_drafted()
            row = self.guardrails.filter(pk=guardrail).first()
            if row is None:  # it is gone, as was wanted
                return
            details = self.details_of(
                TrialUnguarded, guardrail=row.pk, what=row.what, limit=row.limit
            )
            row.delete()
            self.record(details, by=actor)
