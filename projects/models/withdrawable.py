"""What is called off before it has a verdict, and stays on the record with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from base import clock
from projects.reasons import IN_SO_MANY, MOST_REASON, reasoned
from projects.refusals import WithdrawnWithoutReason

if TYPE_CHECKING:
    from base.refusals import Refused
    from history.schema import EventDetails
    from projects.models.eventful import OfProject
    from teams.models.user import User

    Part = OfProject
else:
    Part = models.Model


CHANGED = ("state", "withdrawn_at", "withdrawn_because")


class Withdrawable(Part):
    """Ends without a verdict, as one of its states."""

    withdrawn: ClassVar[type[EventDetails]]  # what is said then
    over: ClassVar[type[Refused]]  # why what has a verdict isn't

    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_because = models.CharField(max_length=MOST_REASON, blank=True, editable=False)

    if TYPE_CHECKING:
        state: models.CharField[str, str]

    class Meta:
        abstract = True

    def withdraw(self, reason: str, *, by: User) -> None:
        """Call it off before it has a verdict, and say why."""
        unsaid = WithdrawnWithoutReason(f"Say why, {IN_SO_MANY}", "reason")
        reason = reasoned(reason, unsaid)
        with self.project.changed_by(by) as actor:
            self.reread("state")
            if self.state == "withdrawn":
                return
            if self.state == "decided":
                raise self.over("It has a verdict; that can be changed, not withdrawn.")
            self.state, self.withdrawn_at = "withdrawn", clock.now()
            self.withdrawn_because = reason
            self.save(update_fields=CHANGED)
            self.record(self.details_of(self.withdrawn, reason=reason), by=actor)
