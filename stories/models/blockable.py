from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from base import clock
from stories.events import StoryBlocked, StoryUnblocked
from stories.models.part import StoryPart
from stories.refusals import BlockerWithoutWords

if TYPE_CHECKING:
    from teams.models.user import User


class Blockable(StoryPart):
    """Whether something outside the story keeps it from going on."""

    blocked_at = models.DateTimeField(null=True, blank=True, editable=False)
    blocked_reason = models.CharField(max_length=240, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_blocked(self) -> bool:
        return self.blocked_at is not None

    def block(self, reason: str, *, by: User) -> None:
        """Say what it waits for; a new reason replaces the old one, the clock goes on."""
        reason = reason.strip()
        if not reason:
            raise BlockerWithoutWords("Say in a few words what the story waits for.", "reason")
        with self.project.changed_by(by) as actor:
            self.refresh_from_db(fields=["blocked_at", "blocked_reason"])
            if self.blocked_reason == reason:
                return
            was, self.blocked_reason = self.blocked_reason, reason
            self.blocked_at = self.blocked_at or clock.now()
            self.check_own_fields()
            self.store("blocked_at", "blocked_reason")
            said = {"blocked_reason": was}
            self.record(StoryBlocked(was=was, now=reason), by=actor, replaced=(self, said))

    def unblock(self, *, by: User) -> None:
        with self.project.changed_by(by) as actor:
            self.refresh_from_db(fields=["blocked_at", "blocked_reason"])
            if not self.is_blocked:
                return
            was, self.blocked_at, self.blocked_reason = self.blocked_reason, None, ""
            self.store("blocked_at", "blocked_reason")
            said = {"blocked_reason": was}
            self.record(StoryUnblocked(was=was), by=actor, replaced=(self, said))
