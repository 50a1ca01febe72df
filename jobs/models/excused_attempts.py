from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import DatabaseError, models, transaction
from django.db.models import F
from redis.exceptions import ConnectionError as RedisAway

from base.outages import AWAY, BUSY, Outage, outage_of

INTERRUPTED: list[int] = []  # of this process: what couldn't even be told while all was away


class Excusable(models.Model):
    """An attempt that failed because the machine did isn't one: it is given back.

    What is only too busy counts: a statement that always takes too long, or always meets the same
    deadlock, is a fault of the work.
    """

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        objects: ClassVar[models.Manager[Any]]

    @classmethod
    def excuse_interrupted(cls) -> None:
        """Give back attempts that ended when the database did, as soon as it can be told."""
        while INTERRUPTED:
            with transaction.atomic():
                cls.objects.filter(pk=INTERRUPTED[-1], attempts__gt=0).update(
                    attempts=F("attempts") - 1
                )
            INTERRUPTED.pop()

    def note_interruption(self, error: BaseException) -> None:
        """Remember, in this process, an end that the database was too far away to hear of."""
        if isinstance(error, DatabaseError) and excuse_of(error):
            INTERRUPTED.append(self.pk)


def excuse_of(error: BaseException | None) -> Outage | None:
    """Return the outage that an attempt failed by, through no fault of the work."""
    outage = AWAY if isinstance(error, RedisAway) else outage_of(error)
    if outage is BUSY:
        return None
    return outage
