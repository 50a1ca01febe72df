from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from base.roles import Role
from projects.refusals import RemovedMeanwhile
from walls.events import NoteReworded, NoteWithdrawn, WordsOfNote
from walls.models.becoming import BECOMES, Becoming
from walls.models.note_group import NoteGroup
from walls.models.of_wall import OfWallQuerySet
from walls.models.places import Placed, put
from walls.refusals import (
    NoteMovedTwice,
    NoteOfAnotherAuthor,
    NoteWithoutAuthor,
    NotOnWall,
    WallNoteWords,
    WallOfLeads,
)
from walls.words import tidied

if TYPE_CHECKING:
    from teams.models.membership import Actor
    from teams.models.user import User
    from walls.models.prompt import Prompt

LONGEST = 500
GONE = "Somebody has taken this note off meanwhile."


class NoteQuerySet(OfWallQuerySet["Note"]):
    pass


def _became_at_most_one() -> Q:
    one = Q(**dict.fromkeys(BECOMES))
    for name in BECOMES:
        others = [other for other in BECOMES if other != name]
        one |= Q(**{f"{name}__isnull": False}, **dict.fromkeys(others))
    return one


class Note(Becoming, Placed):
    """A note since the reveal: of an anonymous wall nothing says who wrote it, or when."""

    wall = models.ForeignKey("walls.Wall", models.PROTECT, related_name="notes")
    group = models.ForeignKey("walls.NoteGroup", models.PROTECT, related_name="notes")
    words = models.CharField(max_length=LONGEST)
    author = models.ForeignKey(
        "teams.User", models.PROTECT, null=True, related_name="+", editable=False
    )

    objects: ClassVar = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["group_id", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="note_has_words"),
            models.CheckConstraint(condition=_became_at_most_one(), name="note_became_one_thing"),
        ]

    def __str__(self) -> str:
        return self.words

    def move(
        self,
        *,
        by: User,
        to_group: NoteGroup | None = None,
        to_prompt: Prompt | None = None,
        position: int | None = None,
    ) -> None:
        """Put it to other notes, or by itself under a prompt; a group it leaves empty goes."""
        if (to_group is None) == (to_prompt is None):
            raise NoteMovedTwice("Move it to a group or to a prompt.", "to_group")
        with self.wall.changed_by(by):
            self.wall.must_be("grouping")
            self.reread()
            left = self.group
            if to_group:
                self._join(to_group, position)
            elif to_prompt:
                self._stand_alone(to_prompt, position)
            if left != self.group and not left.notes.exists():
                left.delete()
            self.wall.store()

    def reword(self, words: str, *, by: User) -> None:
        """Say it otherwise once it is open; only who has signed it, and the old words are kept."""
        words = tidied(words, LONGEST, WallNoteWords("Write something.", "words"))
        self._must_be_signed()
        with self.wall.changed_on_record_by(by) as actor:
            self.reread()
            if not self._is_of(actor):
                raise NoteOfAnotherAuthor("Only who wrote it rewords it.")
            if words == self.words:
                return
            was, self.words = self.words, words
            self.save(update_fields=["words"])
            self.wall.store()
            details = NoteReworded(
                wall=self.wall_id,
                note=self.pk,
                was=WordsOfNote(words=was),
                now=WordsOfNote(words=words),
            )
            self.wall.project.write(details, by=actor, replaced=(self, {"words": was}))

    def withdraw(self, *, by: User) -> None:
        """Take it off: its author or a lead; of an anonymous wall a lead, without a line."""
        if self.wall.is_anonymous:
            with self.wall.changed_by(by) as actor:
                if actor.role != Role.LEAD:
                    raise WallOfLeads("Only a lead takes a note off an anonymous wall.")
                self._take_off()
            return
        with self.wall.changed_on_record_by(by) as actor:
            if not self._is_of(actor) and actor.role != Role.LEAD:
                raise NoteOfAnotherAuthor("Only who wrote it or a lead takes it off.")
            number, words = self.pk, self.words
            self._take_off()
            was = WordsOfNote(words=words)
            details = NoteWithdrawn(wall=self.wall_id, note=number, was=was)
            replaced = (Note(pk=number), {"words": words})
            self.wall.project.write(details, by=actor, replaced=replaced)

    def reread(self) -> None:
        """Read it again under the wall's lock."""
        if not type(self).objects.filter(pk=self.pk).exists():
            raise RemovedMeanwhile(GONE)
        self.refresh_from_db(fields=["group", "position", "words", *BECOMES])

    def _join(self, group: NoteGroup, position: int | None) -> None:
        if group.wall_id != self.wall_id:
            raise NotOnWall("This group is on another wall.", "to_group")
        group.reread()
        moved = put(self, list(group.notes.order_by("position", "pk")), position)
        self.group = group
        type(self).objects.bulk_update(moved, ["group", "position"])

    def _stand_alone(self, prompt: Prompt, position: int | None) -> None:
        if self.group.notes.count() == 1:
            self.group.stand(prompt, position)
            return
        group = NoteGroup(wall_id=self.wall_id, position=0)
        group.stand(prompt, position)
        self.group, self.position = group, 1
        self.save(update_fields=["group", "position"])

    def _take_off(self) -> None:
        self.reread()
        group = self.group
        self.delete()
        if not group.notes.exists():
            group.delete()
        self.wall.store()

    def _is_of(self, actor: Actor) -> bool:
        return actor.user is not None and self.author_id == actor.user.pk

    def _must_be_signed(self) -> None:
        if self.wall.is_anonymous:
            raise NoteWithoutAuthor("Nobody can say that a note of this wall is theirs.")
