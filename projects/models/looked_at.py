"""What both disciplines look at while it is being designed: other words ask them again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.db import models
from django.db.models import Q

from base import clock
from base.roles import WORKING
from projects.models.sides import SIDE_CHOICES, SIDES
from projects.refusals import SeenBySides

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from base.refusals import Refused
    from history.schema import EventDetails
    from projects.models.eventful import OfProject
    from teams.models.membership import Actor
    from teams.models.user import User

    Part = OfProject
else:
    Part = models.Model

OF_A_SIDE = Q(side__in=SIDES)


class SideLook(models.Model):
    """A side has looked at something, as its words stood."""

    side = models.CharField(max_length=11, choices=SIDE_CHOICES)
    user = models.ForeignKey("teams.User", models.PROTECT, related_name="+")
    words_hash = models.CharField(max_length=64)
    seen_at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.user} ({self.side})"


class LookedAt(Part):
    """Waits for a look of each side at its words; it is no gate."""

    seen: ClassVar[type[EventDetails]]  # what is said of a look
    edited_since: ClassVar[type[Refused]]  # why other words than were read aren't seen
    looked_by: ClassVar[tuple[str, ...]]  # the fields that say whether it is looked at still

    if TYPE_CHECKING:
        words_hash: models.CharField[str, str]
        looks: RelatedManager[Any]

    class Meta:
        abstract = True

    def must_be_looked_at(self) -> None:
        """Refuse to look at what is over; a noun says by overriding it."""

    def see(self, *, by: User, words_hash: str | None = None) -> None:
        """Say that one's discipline has looked at it, as its words stand or as they were read."""
        with self.project.changed_by(by) as actor:
            self.reread("words_hash", *self.looked_by)
            self.must_be_looked_at()
            if not speaks_for_a_side(actor):
                raise SeenBySides("Whoever works there in science or engineering looks at it.")
            if words_hash not in (None, self.words_hash):
                raise self.edited_since("It has been edited since; look at it as it is now.")
            if self._look(actor):
                details = self.details_of(
                    self.seen, side=actor.discipline, words_hash=self.words_hash
                )
                self.record(details, by=actor)

    def seen_by_writer(self, actor: Actor) -> None:
        """Who writes the words has seen them."""
        if speaks_for_a_side(actor):
            self._look(actor)

    def _look(self, actor: Actor) -> bool:
        """Return whether the side looks at these words for the first time."""
        _, is_new = self.looks.get_or_create(
            side=actor.discipline,
            words_hash=self.words_hash,
            defaults={"user": cast("User", actor.user), "seen_at": clock.now()},
        )
        return is_new


def speaks_for_a_side(actor: Actor) -> bool:
    return actor.discipline in SIDES and actor.role in WORKING
