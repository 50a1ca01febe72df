from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from base import clock
from solutions.events import TrialAmended
from solutions.models.of_trial import OfTrialQuerySet
from solutions.models.trial_design import DESIGN
from solutions.models.trial_part import TrialPart
from solutions.reasons import IN_SO_MANY, MOST_REASON, reasoned
from solutions.refusals import AmendmentUnfit, AmendmentWithoutReason

if TYPE_CHECKING:
    from teams.models.user import User

LONGEST_AMENDED = 1000
SHOWN_DAYS = (date(1970, 1, 1), date(2199, 12, 31))  # that people plan with
PARTS = {
    "population": "Who or what is in it",
    "planned_until": "Planned until",
    "planned_n": "Planned n",
    "metric": "Primary metric",
    "threshold": "Passes from",
    "smallest_effect": "Smallest effect that matters",
    "compared": "Who is compared with whom",
    "guardrails": "Guardrails",
    "rollback_plan": "How it is taken back",
    "rollback_tried_on": "Rollback tried on",
}
# Amended when results were seen already, these may have been chosen to fit them.
OF_OUTCOME = ("planned_until", "planned_n", "metric", "threshold", "smallest_effect", "compared")


class TrialAmendment(models.Model):
    """What is different since the start: it stands beside the locked words, never over them."""

    trial = models.ForeignKey("solutions.Trial", models.PROTECT, related_name="amendments")
    part = models.CharField(max_length=17, choices=list(PARTS.items()))
    now = models.TextField("now", max_length=LONGEST_AMENDED)
    reason = models.CharField(max_length=MOST_REASON)
    after_results = models.BooleanField(
        default=False, help_text="Whether something was observed before it."
    )
    user = models.ForeignKey("teams.User", models.PROTECT, null=True, related_name="+")
    amended_at = models.DateTimeField(default=clock.now)

    objects: ClassVar = OfTrialQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(now="") & ~Q(reason=""), name="amendment_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {self.now}"

    @property
    def changes_outcome(self) -> bool:
        """Whether it moves what passes or how long, with results on the table."""
        return self.after_results and self.part in OF_OUTCOME


class Amended(TrialPart):
    """Changes after the start, each with its reason and time."""

    class Meta:
        abstract = True

    def amend(self, part: str, now: str, reason: str, *, by: User) -> TrialAmendment:
        """Say what is different from now on, and why; the locked words stay."""
        unsaid = AmendmentWithoutReason(f"Say why, {IN_SO_MANY}", "reason")
        now, reason = now.strip(), reasoned(reason, unsaid)
        if part not in PARTS:
            raise AmendmentUnfit("Another design is another trial; draft that one.", "part")
        value = self._read(part, now)
        with self.project.changed_by(by) as actor:
            self.reread("state", *DESIGN)
            self.must_run()
            so_far: TrialAmendment | None = self.amendments.filter(part=part).last()
            if so_far and so_far.now == now and so_far.reason == reason:
                return so_far
            self._must_differ(part, value)
            row = TrialAmendment(
                trial_id=self.pk,
                part=part,
                now=now,
                reason=reason,
                after_results=self.observations.exists(),
                user=actor.user,
                amended_at=clock.now(),
            )
            row.save(force_insert=True)
            details = self.details_of(
                TrialAmended, amendment=row.pk, part=part, now=now, reason=reason
            )
            self.record(details, by=actor)
            return row

    def planned(self, names: Iterable[str], amendments: Iterable[TrialAmendment]) -> dict[str, Any]:
        """The values of these parts of the design, each as it stands with its last amendment."""
        values = {name: getattr(self, name) for name in names}
        for one in amendments:
            if one.part in values:
                values[one.part] = self._read(one.part, one.now)
        return values

    def _must_differ(self, part: str, value: Any) -> None:
        so_far = "" if part == "guardrails" else self.planned([part], self.amendments.all())[part]
        if so_far == value:
            raise AmendmentUnfit("It says that already.", "now")

    def _read(self, part: str, now: str) -> Any:
        """Return the value that the words are, as the design would hold it; refuse others."""
        if not 0 < len(now) <= LONGEST_AMENDED:
            raise AmendmentUnfit(f"Say it in {LONGEST_AMENDED} characters at most.", "now")
        if part == "guardrails":
            return now
        field: Any = self._meta.get_field(part)
        try:
            value = field.to_python(now)
            field.run_validators(value)
        except ValidationError as error:
            raise AmendmentUnfit(" ".join(error.messages), "now") from None
        if isinstance(value, float) and not _is_plain(value, part):
            raise AmendmentUnfit("Give a number.", "now")
        if isinstance(value, date) and not SHOWN_DAYS[0] <= value <= SHOWN_DAYS[1]:
            raise AmendmentUnfit("Give a day such as 2026-11-30.", "now")
        return value


def _is_plain(value: float, part: str) -> bool:
    """No NaN nor infinity, and a size where a size is asked for."""
    least = 0.0 if part == "smallest_effect" else -1e15
    return least <= value <= 1e15
