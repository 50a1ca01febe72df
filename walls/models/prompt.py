from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from walls.models.of_wall import OfWallQuerySet

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class PromptQuerySet(OfWallQuerySet["Prompt"]):
    pass


class Prompt(models.Model):
    """What a wall asks: a column under which notes stand."""

    wall = models.ForeignKey("walls.Wall", models.PROTECT, related_name="prompts")
    position = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=80)

    objects: ClassVar = PromptQuerySet.as_manager()

    if TYPE_CHECKING:
        groups: RelatedManager[Any]

    class Meta:
        ordering = ["wall_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["wall", "position"], name="prompt_has_a_place"),
            models.CheckConstraint(condition=~models.Q(words=""), name="prompt_has_words"),
        ]

    def __str__(self) -> str:
        return self.words
