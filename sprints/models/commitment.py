from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from base import clock

if TYPE_CHECKING:
    from projects.models.eventful import OfProject


class Commitment(models.Model):
    """What the team took on at kickoff. Frozen: the database refuses to change or delete it."""

    sprint = models.OneToOneField("sprints.Sprint", models.PROTECT, related_name="commitment")
    frozen_at = models.DateTimeField(default=clock.now)
    reason = models.CharField(max_length=120, default="kickoff")

    def __str__(self) -> str:
        return f"Commitment of {self.sprint}"

    @classmethod
    def freeze(cls, sprint: OfProject, stories: list[Any], *, reason: str = "kickoff") -> Self:
        """Write down the stories and points as they stand; the sprint's verb holds the lock."""
        commitment = cls.objects.create(sprint=sprint, frozen_at=clock.now(), reason=reason)
        committed_stories = []
        for story in stories:
            committed_stories.append(
                CommittedStory(
                    commitment=commitment, story=story, points=story.points, kind=story.kind
                )
            )
        CommittedStory.objects.bulk_create(committed_stories)
        return commitment


class CommittedStory(models.Model):
    """One story of the commitment, with its size as it stood."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="lines")
    story = models.ForeignKey("stories.Story", models.PROTECT, related_name="commitments")
    points = models.DecimalField(max_digits=5, decimal_places=1, null=True)
    kind = models.CharField(max_length=10)

    class Meta:
        verbose_name_plural = "committed stories"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "story"], name="committed_once")
        ]

    def __str__(self) -> str:
        return f"{self.story} ({self.points} points)"
