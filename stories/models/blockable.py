from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from base import clock
from stories.events import StoryBlocked, StoryUnblocked
from stories.models.part import StoryPart
from stories.refusals import BlockerWithoutWords, NoKindOfBlocker

if TYPE_CHECKING:
    from teams.models.user import User


class BlockerKind(models.TextChoices):
    """What a story waits for, where somebody said."""

    ACCESS = "access", "Access"
    DATA = "data", "Data"
    ENVIRONMENT = "environment", "Environment"
    DISCIPLINE = "discipline", "The other discipline"
    CUSTOMER = "customer", "The customer"


WAITS = ("blocked_at", "blocked_reason", "blocked_kind")


class Blockable(StoryPart):
    """Whether something outside the story keeps it from going on."""

    blocked_at = models.DateTimeField(null=True, blank=True, editable=False)
    blocked_reason = models.CharField(max_length=240, blank=True, editable=False)
    blocked_kind = models.CharField(max_length=11, choices=BlockerKind, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_blocked(self) -> bool:
        return self.blocked_at is not None

    def block(self, reason: str, *, by: User, kind: str | None = None) -> None:
        """Say what it waits for; a new reason replaces the old one, the clock goes on.

        Without a kind it stays of the one it is; "" says that it is of none of them.
        """
        reason = reason.strip()
        if kind and kind not in BlockerKind.values:
            raise NoKindOfBlocker(f"“{kind}” isn't a kind of blocker.", "kind")
        if not reason:
            raise BlockerWithoutWords("Say in a few words what the story waits for.", "reason")
        with self.project.changed_by(by) as actor:
            self.refresh_from_db(fields=WAITS)
            was, kind_was = self.blocked_reason, self.blocked_kind
            kind = kind_was if kind is None else kind
            if (was, kind_was) == (reason, kind):
                return
            self.blocked_reason, self.blocked_kind = reason, kind
            self.blocked_at = self.blocked_at or clock.now()
            self.check_own_fields()
            self.store(*WAITS)
            details = StoryBlocked(was=was, now=reason, kind_was=kind_was, kind=kind)
            self.record(details, by=actor, replaced=(self, {"blocked_reason": was}))

    def unblock(self, *, by: User) -> None:
        with self.project.changed_by(by) as actor:
            self.refresh_from_db(fields=WAITS)
            if not self.is_blocked:
                return
            was, self.blocked_at, self.blocked_reason = self.blocked_reason, None, ""
            self.blocked_kind = ""
            self.store(*WAITS)
            said = {"blocked_reason": was}
            self.record(StoryUnblocked(was=was), by=actor, replaced=(self, said))
