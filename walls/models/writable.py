"""A wall is written on under a seal: while it is, everybody reads their own notes alone.

Nothing here leaves a line, a job or a record of any kind: on an anonymous wall that would say who
wrote when, and on a signed one who wrote first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from walls.models.part import WallPart
from walls.models.sealed_note import SealedNote, Written
from walls.own_note import OwnNote
from walls.refusals import (
    HandleTaken,
    NoteOfSomebodyElse,
    NotOnWall,
    WallFull,
    WallNoteWords,
    WallRevealedMeanwhile,
)
from walls.words import tidied

if TYPE_CHECKING:
    from teams.models.user import User
    from walls.models.prompt import Prompt

MOST_NOTES = 500
LONGEST = 500  # characters of a note
NOT_READABLE = "(sealed on another installation; write it again)"


class Writable(WallPart):
    """What one does with one's own notes until they are revealed."""

    class Meta:
        abstract = True

    def write(
        self, words: str, *, prompt: Prompt, by: User, handle: UUID | None = None
    ) -> SealedNote:
        """Write a note; the same handle again finds the first, whatever it says by now."""
        words = _words(words)
        with self.changed_by(by):
            self._must_be_writing()
            self._must_have(prompt)
            note = SealedNote(handle=handle or uuid4(), wall_id=self.pk)
            there = SealedNote.objects.filter(pk=note.handle)
            if handle and there.exists():
                return self._own(by, handle, HandleTaken("There is such a note already."))
            if self.sealed_notes.count() >= MOST_NOTES:
                raise WallFull(f"A wall has {MOST_NOTES} notes at most.")
            note.sign(self, by)
            note.hold(Written(words, prompt.pk))
            # Somebody may take the handle at this moment, on another wall.
            SealedNote.objects.bulk_create([note], ignore_conflicts=True)
            note = self._own(by, note.handle, HandleTaken("There is such a note already."))
            self.store()
            return note

    def reword(self, handle: UUID, words: str, *, prompt: Prompt, by: User) -> SealedNote:
        """Say it otherwise, or under another prompt; what stood there isn't kept."""
        words = _words(words)
        with self.changed_by(by):
            self._must_be_writing()
            self._must_have(prompt)
            note = self._own(by, handle, NoteOfSomebodyElse("You have no such note here."))
            note.hold(Written(words, prompt.pk))
            note.save(update_fields=["sealed"])
            return note

    def withdraw(self, handle: UUID, *, by: User) -> None:
        """Take one's own note off; that it isn't there is what was wanted."""
        with self.changed_by(by):
            self._must_be_writing()
            gone, _ = SealedNote.objects.own(self, by).filter(pk=handle).delete()
            if gone:
                self.store()

    def own_notes(self, reader: User) -> list[OwnNote]:
        """What the reader has written and can still change, by prompt."""
        if not self.is_writing:
            return []
        notes = []
        for note in SealedNote.objects.own(self, reader):
            written = note.written
            if written is None:
                notes.append(OwnNote(note.handle, NOT_READABLE, None))
            else:
                notes.append(OwnNote(note.handle, written.words, written.prompt))
        return sorted(notes, key=lambda one: one.prompt_id or 0)

    def unreadable_notes(self) -> int:
        """How many would be lost by a reveal, as another installation sealed them."""
        return sum(note.written is None for note in self.sealed_notes.all())

    def _must_be_writing(self) -> None:
        if not self.is_writing:
            raise WallRevealedMeanwhile("The notes were revealed meanwhile; yours isn't saved.")

    def _must_have(self, prompt: Prompt) -> None:
        if prompt.wall_id != self.pk:
            raise NotOnWall("This prompt is on another wall.", "prompt")

    def _own(self, author: User, handle: UUID, otherwise: Exception) -> SealedNote:
        note = SealedNote.objects.own(self, author).filter(pk=handle).first()
        if note is None:
            raise otherwise
        return note


def _words(text: str) -> str:
    return tidied(text, LONGEST, WallNoteWords("Write something.", "words"))
