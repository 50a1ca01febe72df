from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import OuterRef

from projects.models.looked_at import OF_A_SIDE, SideLook


class HypothesisLookQuerySet(models.QuerySet["HypothesisLook"]):
    def of_outer(self) -> Self:
        """Those at the hypothesis that an outer query is at, as its words stand."""
        return self.filter(hypothesis=OuterRef("pk"), words_hash=OuterRef("words_hash"))


class HypothesisLook(SideLook):
    """A side has looked at a hypothesis, as its words stood: an edit asks it again."""

    hypothesis = models.ForeignKey("projects.Hypothesis", models.PROTECT, related_name="looks")

    objects: ClassVar = HypothesisLookQuerySet.as_manager()

    class Meta:
        ordering = ["seen_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=OF_A_SIDE, name="hypothesis_seen_by_a_side"),
            models.UniqueConstraint(
                fields=["hypothesis", "words_hash", "side"],
                name="one_look_a_side_and_hypothesis",
            ),
        ]
