from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple, Self
from uuid import uuid4

import msgspec
from django.db import models
from django.db.models import Q

from base.keyed_hash import keyed_hash, keyed_hashes
from base.seal import SealedElsewhere, seal, unseal

if TYPE_CHECKING:
    from teams.models.user import User
    from walls.models.part import WallPart

SEALED_SIZE = 4 * 1024  # bytes; five hundred characters are two thousand at most


class Written(NamedTuple):
    """What a note says, and under which prompt."""

    words: str
    prompt: int


class SealedNoteQuerySet(models.QuerySet["SealedNote"]):
    def own(self, wall: WallPart, reader: User) -> Self:
        """Those of the wall that the reader has written; there is no way to anybody else's."""
        rows = self.filter(wall=wall.pk)
        if wall.is_anonymous:
            return rows.filter(author_hash__in=keyed_hashes(_authorship(wall, reader)))
        return rows.filter(author=reader)


class SealedNote(models.Model):
    """A note before the reveal: neither its words nor its prompt nor when it was written.

    Its key is a random handle, which the page that writes it may choose: sent twice it is one note.
    """

    handle = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    wall = models.ForeignKey("walls.Wall", models.PROTECT, related_name="sealed_notes")
    sealed = models.BinaryField(editable=False)
    author = models.ForeignKey("teams.User", models.PROTECT, null=True, related_name="+")
    author_hash = models.CharField(max_length=64, blank=True, editable=False)

    objects: ClassVar = SealedNoteQuerySet.as_manager()

    class Meta:
        ordering = ["handle"]
        constraints = [
            models.CheckConstraint(
                condition=Q(author=None) & ~Q(author_hash="")
                | Q(author__isnull=False, author_hash=""),
                name="sealed_note_is_signed_or_hashed",
            )
        ]

    def __str__(self) -> str:
        return "A sealed note"  # nothing of its words

    def sign(self, wall: WallPart, author: User) -> None:
        if wall.is_anonymous:
            self.author_hash = keyed_hash(_authorship(wall, author))
        else:
            self.author = author

    def hold(self, written: Written) -> None:
        """Take these words: they are sealed before they become SQL."""
        self.sealed = seal(msgspec.msgpack.encode(written), place=self._place, size=SEALED_SIZE)

    @property
    def written(self) -> Written | None:
        """What it says; None where it was sealed on another installation."""
        try:
            plain = unseal(bytes(self.sealed), place=self._place)
        except SealedElsewhere:
            return None
        return msgspec.msgpack.decode(plain, type=Written)

    @property
    def _place(self) -> str:
        return f"note {self.handle} of wall {self.wall_id}"


def _authorship(wall: WallPart, author: User) -> str:
    return f"author of a note on wall {wall.pk}: {author.pk}"
