from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from base import clock
from base.roles import Role
from history.events import TextStruckOut
from history.models.event import Event
from history.models.redaction import strike_elsewhere, strike_from_copies, strike_from_events
from history.refusals import ReasonTooLong, StrikeOutWithoutReason

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from base.user import User

LONGEST_REASON = 240


class OldTextQuerySet(models.QuerySet["OldText"]):
    def visible_to(self, user: User) -> OldTextQuerySet:
        """Whoever may read the line of history may read what it overwrote."""
        return self.filter(event__in=Event.objects.visible_to(user))

    def of_place(self, noun: str, row: int, field: str) -> OldTextQuerySet:
        """All that ever stood in one field of one row, the oldest first."""
        return self.filter(noun=noun, row=row, field=field).order_by("event")

    def standing(self) -> OldTextQuerySet:
        return self.filter(struck_at=None)

    def keep(self, event: Event, row: models.Model, was: dict[str, Any]) -> None:
        """Write down which texts of the row the event overwrote, given what stood there before."""
        old_texts = []
        for name, text in was.items():
            if text and is_text(row._meta.get_field(name)) and text != getattr(row, name):
                old_texts.append(
                    OldText(
                        event=event, noun=row._meta.label_lower, row=row.pk, field=name, text=text
                    )
                )
        OldText.objects.bulk_create(old_texts)

    def next_of(self, texts: list[OldText]) -> OldTextQuerySet:
        """For texts that one event overwrote, those that were saved next in their fields."""
        first = texts[0]
        later = self.filter(
            noun=first.noun,
            row=first.row,
            field__in=[old.field for old in texts],
            event__gt=first.event_id,
        )
        return later.order_by("field", "event").distinct("field")


class OldText(models.Model):
    """A text as it stood before an event overwrote it. Append-only; it can be struck out, once.

    It lies beside the events, so that whoever reads a feed doesn't carry every text ever saved.
    """

    # The constraint below begins with this column already.
    event = models.ForeignKey(Event, models.PROTECT, related_name="old_texts", db_index=False)
    noun = models.CharField(max_length=60, help_text="Of which kind of row: stories.story.")
    row = models.BigIntegerField(help_text="The row's id.")
    field = models.CharField(max_length=40)
    text = models.TextField()
    struck_at = models.DateTimeField(null=True)
    struck_by = models.ForeignKey(
        "teams.User", models.PROTECT, null=True, related_name="+", db_index=False
    )
    struck_reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    objects = OldTextQuerySet.as_manager()

    class Meta:
        app_label = "projects"
        ordering = ["event", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "field"], name="one_old_text_a_field"),
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_reason="")
                | (Q(struck_at__isnull=False, text="") & ~Q(struck_reason="")),
                name="old_text_struck_out_is_empty",
            ),
        ]
        indexes = [models.Index(fields=["noun", "row", "field", "event"], name="old_text_of_field")]

    def __str__(self) -> str:
        return f"{self.field} of {self.noun} {self.row} before event {self.event_id}"

    @classmethod
    def next_event(cls) -> Subquery:
        """Which event overwrote what came after this text; none while that still stands."""
        later = cls.objects.filter(
            noun=OuterRef("noun"),
            row=OuterRef("row"),
            field=OuterRef("field"),
            event__gt=OuterRef("event"),
        )
        return Subquery(later.order_by("event").values("event")[:1])

    @property
    def is_struck(self) -> bool:
        return self.struck_at is not None

    def strike_out(self, reason: str, *, by: User) -> None:
        """Empty the text for good, wherever the history of this field holds the same words.

        Meant for what should never have been written: a password, somebody's address.
        """
        reason = reason.strip()
        if not reason:
            raise StrikeOutWithoutReason(
                "Say why it is struck out; the reason stays in the history.", "reason"
            )
        if len(reason) > LONGEST_REASON:
            raise ReasonTooLong(f"A reason has {LONGEST_REASON} characters at most.", "reason")
        with self.held_by(by) as actor:
            self.refresh_from_db(fields=["text", "struck_at", "struck_by", "struck_reason"])
            if self.is_struck:
                return
            strike_from_events(self)
            strike_from_copies(self)
            strike_elsewhere(self)
            places = type(self).objects.of_place(self.noun, self.row, self.field).standing()
            places.filter(text=self.text).update(
                text="", struck_at=clock.now(), struck_by=actor.user, struck_reason=reason
            )
            self.refresh_from_db(fields=["text", "struck_at", "struck_by", "struck_reason"])
            self._record(reason, actor)

    def held_by(self, user: User, *, needs: Role = Role.LEAD) -> AbstractContextManager[Any]:
        """Take the lock of whatever the event belongs to; what is over can be struck out too."""
        if self.event.project:
            return self.event.project.changed_by(user, needs=needs, even_closed=True)
        return self.event.team.changed_by(user, needs=needs)

    def _record(self, reason: str, actor: Any) -> None:
        event = self.event
        said = TextStruckOut(
            event=event.pk, field=self.field, reason=reason, internal=event.is_internal
        )
        Event.write(
            said,
            team=event.team,
            project=event.project,
            story=event.story,
            sprint=event.sprint,
            by=actor,
        )


def is_text(field: object) -> bool:
    """Whether people write there as they like."""
    return isinstance(field, models.CharField | models.TextField) and not field.choices
