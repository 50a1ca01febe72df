"""An attachment can be taken away, put back for thirty days, and is gone after that."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone

from base import clock
from base.roles import STRENGTH, Role
from files.events import AttachmentDeleted, AttachmentRefused, AttachmentRestored, OfAttachment
from files.refusals import (
    AttachmentGone,
    AttachmentOfAnother,
    FileRefusedByScan,
    RestoredByAnother,
)
from files.storage import PREVIEW, drop
from teams.models.membership import Actor

if TYPE_CHECKING:
    from projects.models.eventful import OfProject
    from teams.models.user import User

    class AttachmentPart(OfProject):
        """A type alone: at run time the part is a model of its own."""

        name: models.CharField[str, str]
        key: models.CharField[str, str]
        added_by_id: int | None

        class Meta:
            abstract = True

        def tell(self, schema: type[OfAttachment], actor: Actor, **more: Any) -> None: ...

else:
    AttachmentPart = models.Model

KEPT_FOR = timedelta(days=30)
# Bytes go a little later than the last moment to restore them: the two never meet.
MARGIN = timedelta(hours=1)


class Erasable(AttachmentPart):
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    deleted_by = models.ForeignKey(
        "teams.User", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    refused_why = models.CharField(
        max_length=240, blank=True, editable=False, help_text="What the scanner said of it."
    )
    purged_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="When its bytes went."
    )

    class Meta:
        abstract = True

    def may_be_removed_by(self, actor: Actor) -> bool:
        return _leads(actor) or _is(actor, self.added_by_id)

    def may_be_restored_by(self, actor: Actor) -> bool:
        return _leads(actor) or _is(actor, self.deleted_by_id)

    def remove(self, *, by: User | Actor) -> None:
        """Take it away: nobody sees it any more, and its bytes go after thirty days."""
        with self.project.changed_by(by, needs=Role.GUEST, even_closed=True) as actor:
            self.reread("deleted_at")
            if not self.may_be_removed_by(actor):
                raise AttachmentOfAnother("Who attached a file deletes it, or a lead.")
            if self.deleted_at is None:
                self._end(actor)
                self.tell(AttachmentDeleted, actor)

    def restore(self, *, by: User) -> None:
        """Put it back, as long as its bytes are there."""
        with self.project.changed_by(by, needs=Role.GUEST, even_closed=True) as actor:
            self.reread("deleted_at", "deleted_by", "purged_at", "refused_why")
            if self.deleted_at is None:
                return
            if not self.may_be_restored_by(actor):
                raise RestoredByAnother("Who deleted a file restores it, or a lead.")
            if self.refused_why:
                raise FileRefusedByScan(f"“{self.name}” was refused: {self.refused_why}")
            if self.purged_at or timezone.now() > self.deleted_at + KEPT_FOR:
                raise AttachmentGone(f"“{self.name}” was deleted for good after 30 days.")
            self.deleted_at = self.deleted_by = None
            self.save(update_fields=["deleted_at", "deleted_by"])
            self.tell(AttachmentRestored, actor)

    def refuse(self, why: str) -> None:
        """What looks through files said no to one that had waited for it."""
        with self.project.changed_by(None, even_closed=True) as actor:
            self.reread("deleted_at")
            self.refused_why = why
            if self.deleted_at is None:
                self._end(actor)
            self.save(update_fields=["refused_why"])
            self.tell(AttachmentRefused, actor, reason=why)

    def purge(self) -> None:
        """Let the bytes go once this is true; a worker that is killed before leaves a sweep."""
        self.purged_at = timezone.now()
        self.save(update_fields=["purged_at"])
        for key in (self.key, self.key + PREVIEW):
            transaction.on_commit(partial(drop, key))

    def _end(self, actor: Actor) -> None:
        self.deleted_at, self.deleted_by = clock.now(), actor.user
        self.save(update_fields=["deleted_at", "deleted_by"])


def _leads(actor: Actor) -> bool:
    return STRENGTH[actor.role] >= STRENGTH[Role.LEAD]


def _is(actor: Actor, person: int | None) -> bool:
    return actor.user is not None and actor.user.pk == person
