"""A wall goes from writing over grouping, voting and discussing to its end."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from base import clock
from base.roles import Role
from walls.events import WallClosed, WallRevealed, WallSteppedBack
from walls.models.note import Note
from walls.models.note_group import NoteGroup
from walls.models.part import WallPart
from walls.refusals import (
    NoSuchTimer,
    WallInAnotherState,
    WallOfLeads,
    WallStaysOpened,
    WallWithoutNotes,
)

if TYPE_CHECKING:
    from teams.models.user import User
    from walls.models.sealed_note import Written

SHORTEST, LONGEST = 30, 3600  # seconds of a timer
BACK = {"voting": "grouping", "discussing": "voting", "closed": "discussing"}


class Staged(WallPart):
    """What takes a wall a step further, or one back."""

    class Meta:
        abstract = True

    def reveal(self, *, by: User) -> None:
        """Open all notes at once: inserted anew, in an order of chance, without what tied them.

        Each stands in a group of its own. What was sealed with another secret is lost: the page
        says so before.
        """
        with self.changed_on_record_by(by) as actor:
            if self.state != "writing":
                return
            sealed = list(self.sealed_notes.all())
            if not sealed:
                raise WallWithoutNotes("Nobody has written a note yet.")
            opened: list[tuple[Written, int | None]] = []
            for note in sealed:
                if written := note.written:
                    opened.append((written, note.author_id))
            secrets.SystemRandom().shuffle(opened)
            self.sealed_notes.all().delete()
            self._insert(opened)
            self.state, self.revealed_at, self.timer_ends_at = "grouping", clock.now(), None
            self.store("state", "revealed_at", "timer_ends_at")
            lost = len(sealed) - len(opened)
            details = WallRevealed(wall=self.pk, notes=len(opened), unreadable=lost)
            self.record(details, by=actor)

    def _insert(self, opened: list[tuple[Written, int | None]]) -> None:
        groups, places = [], dict[int, int]()
        for written, _ in opened:
            places[written.prompt] = place = places.get(written.prompt, 0) + 1
            groups.append(NoteGroup(wall_id=self.pk, prompt_id=written.prompt, position=place))
        NoteGroup.objects.bulk_create(groups)
        notes = []
        for (written, author), group in zip(opened, groups, strict=True):
            note = Note(wall_id=self.pk, group=group, position=1, words=written.words)
            note.author_id = author
            notes.append(note)
        Note.objects.bulk_create(notes)

    def close(self, *, by: User) -> None:
        """End it; a small team may, without a vote."""
        with self.changed_on_record_by(by) as actor:
            self.must_be_revealed()
            if self.state == "closed":
                return
            self.must_be("grouping", "discussing")
            self.state, self.timer_ends_at = "closed", None
            self.store("state", "timer_ends_at")
            self.record(WallClosed(wall=self.pk), by=actor)

    def step_back(self, *, by: User) -> None:
        """Take it one step back; votes then begin anew, and what is open stays open."""
        with self.changed_on_record_by(by) as actor:
            if actor.role != Role.LEAD:
                raise WallOfLeads("Only a lead who is in the team takes a wall a step back.")
            if self.state not in BACK:
                raise WallStaysOpened("There is no step back from here.")
            was, self.state = self.state, BACK[self.state]
            if was != "closed":
                self.begin_votes_anew()
            self.store("state", "discussed")
            details = WallSteppedBack.of({"wall": self.pk, "was": was, "now": self.state})
            self.record(details, by=actor)

    def start_timer(self, seconds: int, *, by: User) -> None:
        """Let everybody see how long is left; a timer that runs begins anew."""
        if not SHORTEST <= seconds <= LONGEST:
            raise NoSuchTimer("A timer runs for 30 to 3,600 seconds.", "seconds")
        with self.changed_by(by):
            if self.state == "closed":
                raise WallInAnotherState("The wall is closed.")
            self.timer_ends_at = clock.now() + timedelta(seconds=seconds)
            self.store("timer_ends_at")

    def stop_timer(self, *, by: User) -> None:
        with self.changed_by(by):
            if self.timer_ends_at is not None:
                self.timer_ends_at = None
                self.store("timer_ends_at")
