from __future__ import annotations

from django.db import models

from projects.models.looked_at import OF_A_SIDE, SideLook


class Look(SideLook):
    """A side has looked at a solution, as its words stood: other words ask it again."""

    solution = models.ForeignKey("solutions.Solution", models.PROTECT, related_name="looks")

    class Meta:
        ordering = ["seen_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=OF_A_SIDE, name="solution_seen_by_a_side"),
            models.UniqueConstraint(
                fields=["solution", "words_hash", "side"], name="one_look_a_side_and_wording"
            ),
        ]
