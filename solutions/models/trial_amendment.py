from __future__ import annotations

from typing import ClassVar

from django.db import models

from projects.models.amendable import HAS_A_REASON, Amendable, Amendment
from solutions.events import TrialAmended
from solutions.models.of_trial import OfTrialQuerySet
from solutions.models.trial_design import DESIGN
from solutions.models.trial_part import TrialPart

LONGEST_AMENDED = 1000
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
OF_OUTCOME = ("planned_until", "planned_n", "metric", "threshold", "smallest_effect", "compared")


class TrialAmendment(Amendment):
    """What is different in a trial since its start."""

    of_outcome = OF_OUTCOME

    trial = models.ForeignKey("solutions.Trial", models.PROTECT, related_name="amendments")
    part = models.CharField(max_length=17, choices=list(PARTS.items()))
    now = models.TextField("now", max_length=LONGEST_AMENDED)

    objects: ClassVar = OfTrialQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=HAS_A_REASON, name="amendment_has_a_reason"),
        ]


class Amended(Amendable, TrialPart):
    """A trial's changes after its start."""

    amended = TrialAmended
    amendable = PARTS
    free_parts = ("guardrails",)
    locked = DESIGN
    else_another = "Another design is another trial; draft that one."

    class Meta:
        abstract = True

    def has_results(self) -> bool:
        return self.observations.exists()
