from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q

from base.keyed_hash import keyed_hash, keyed_hashes

if TYPE_CHECKING:
    from teams.models.user import User
    from walls.models.part import WallPart


class VoteQuerySet(models.QuerySet["Vote"]):
    def own(self, wall: WallPart, voter: User) -> Self:
        return self.filter(wall=wall.pk, voter_hash__in=keyed_hashes(_voter(wall, voter)))


class Vote(models.Model):
    """Dots that somebody gave a group; secret on every wall, and gone once they are counted."""

    wall = models.ForeignKey("walls.Wall", models.PROTECT, related_name="votes")
    group = models.ForeignKey("walls.NoteGroup", models.CASCADE, related_name="votes")
    voter_hash = models.CharField(max_length=64, editable=False)
    dots = models.PositiveSmallIntegerField()

    objects: ClassVar = VoteQuerySet.as_manager()

    class Meta:
        ordering = ["group_id", "voter_hash"]
        constraints = [
            models.UniqueConstraint(fields=["group", "voter_hash"], name="one_vote_a_group"),
            models.CheckConstraint(condition=Q(dots__gte=1), name="vote_has_a_dot"),
        ]

    def __str__(self) -> str:
        return "A vote"  # nobody's

    def cast_by(self, wall: WallPart, voter: User) -> None:
        self.voter_hash = keyed_hash(_voter(wall, voter))


def _voter(wall: WallPart, voter: User) -> str:
    return f"voter on wall {wall.pk}: {voter.pk}"
