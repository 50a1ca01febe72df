from __future__ import annotations

from django.db import models
from django.db.models import Q

from base import clock
from projects.models.sides import SIDE_CHOICES, SIDES


class Look(models.Model):
    """A side has looked at a solution, as its words stood: other words ask it again."""

    solution = models.ForeignKey("solutions.Solution", models.PROTECT, related_name="looks")
    side = models.CharField(max_length=11, choices=SIDE_CHOICES)
    user = models.ForeignKey("teams.User", models.PROTECT, related_name="+")
    words_hash = models.CharField(max_length=64)
    seen_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["seen_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(side__in=SIDES), name="solution_seen_by_a_side"),
            models.UniqueConstraint(
                fields=["solution", "words_hash", "side"], name="one_look_a_side_and_wording"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.side})"
