"""What is locked once it has started, and amended beside the locked words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from base import clock
from projects.reasons import IN_SO_MANY, MOST_REASON, reasoned
from projects.refusals import AmendmentUnfit, AmendmentWithoutReason

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from history.schema import EventDetails
    from projects.models.eventful import OfProject
    from teams.models.membership import Actor
    from teams.models.user import User

    Part = OfProject
else:
    Part = models.Model

SHOWN_DAYS = (date(1970, 1, 1), date(2199, 12, 31))  # that people plan with
HAS_A_REASON = ~Q(now="") & ~Q(reason="")


class Amendment(models.Model):
    """What is different since the start: it stands beside the locked words, never over them."""

    # Parts that say what counts as a result: amended when some were there already, these may have
    # been chosen to fit them.
    of_outcome: ClassVar[tuple[str, ...]]

    if TYPE_CHECKING:  # each has its own choices and lengths
        part: models.CharField[str, str]
        now: models.TextField[str, str]

    reason = models.CharField(max_length=MOST_REASON)
    after_results = models.BooleanField(
        default=False, help_text="Whether something was observed before it."
    )
    user = models.ForeignKey("teams.User", models.PROTECT, null=True, related_name="+")
    amended_at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.get_part_display()}: {self.now}"  # type: ignore[attr-defined]

    @property
    def changes_outcome(self) -> bool:
        """Whether it moves what counts as a result, with results on the table."""
        return self.after_results and self.part in self.of_outcome


class Amendable(Part):
    """Changes after the start, each with its reason and time."""

    amended: ClassVar[type[EventDetails]]  # what is said of one
    amendable: ClassVar[Mapping[str, str]]  # the parts that can be, with what they are called
    free_parts: ClassVar[tuple[str, ...]] = ()  # words that are no column of the row
    locked: ClassVar[tuple[str, ...]]  # columns that are decided on, read again under the lock
    else_another: ClassVar[str]  # the sentence where anything else is to be amended

    if TYPE_CHECKING:
        amendments: RelatedManager[Any]

        def must_run(self) -> None: ...

    class Meta:
        abstract = True

    def has_results(self) -> bool:
        """Whether something was seen already that an amendment could be made to fit."""
        raise NotImplementedError

    def amend(self, part: str, now: str, reason: str, *, by: User) -> Any:
        """Say what is different from now on, and why; the locked words stay."""
        reason = amended_because(reason)
        if part not in self.amendable:
            raise AmendmentUnfit(self.else_another, "part")
        value = self.value_of(part, now.strip())
        with self.project.changed_by(by) as actor:
            self.reread("state", *self.locked)
            self.must_run()
            return self.amend_within(actor, part, value, now.strip(), reason)

    def amend_within(self, actor: Actor, part: str, value: Any, now: str, reason: str) -> Any:
        """Note it under the project's lock; what says the same for the same reason is the same."""
        so_far = list(self.amendments.all())
        mine = [row for row in so_far if row.part == part]
        if mine and (mine[-1].now, mine[-1].reason) == (now, reason):
            return mine[-1]
        self._must_differ(part, value, so_far)
        row = self.amendments.model(
            **{self.amendments.field.name: self},  # type: ignore[attr-defined]  # its own key
            part=part,
            now=now,
            reason=reason,
            after_results=self.has_results(),
            user=actor.user,
            amended_at=clock.now(),
        )
        row.save(force_insert=True)
        self.note_amendment(row, [*so_far, row], actor)
        return row

    def note_amendment(self, row: Any, amendments: list[Any], actor: Actor) -> None:
        """Record it; a noun adds what follows from it."""
        told = {"amendment": row.pk, "part": row.part, "now": row.now, "reason": row.reason}
        self.record(self.details_of(self.amended, **told), by=actor)

    def planned(self, names: Iterable[str], amendments: Iterable[Any]) -> dict[str, Any]:
        """What is in force of these columns: as it was locked, with what was amended since."""
        values = {name: getattr(self, name) for name in names}
        for one in amendments:
            if one.part in values:
                values[one.part] = self.value_of(one.part, one.now)
        return values

    def value_of(self, part: str, now: str) -> Any:
        """Return the value that the words are, as the column would hold it; refuse others."""
        longest = self.amendments.model._meta.get_field("now").max_length
        if not 0 < len(now) <= longest:
            raise AmendmentUnfit(f"Say it in {longest} characters at most.", "now")
        if part in self.free_parts:
            return now
        field: Any = self._meta.get_field(part)
        try:
            value = field.to_python(now)
            field.run_validators(value)
        except ValidationError as error:
            raise AmendmentUnfit(" ".join(error.messages), "now") from None
        if isinstance(value, float) and not _is_plain(value, part):
            raise AmendmentUnfit("Give a number.", "now")
        if isinstance(value, date) and not SHOWN_DAYS[0] <= value <= SHOWN_DAYS[1]:
            raise AmendmentUnfit("Give a day such as 2026-11-30.", "now")
        return value

    def _must_differ(self, part: str, value: Any, amendments: list[Any]) -> None:
        if part not in self.free_parts and self.planned([part], amendments)[part] == value:
            raise AmendmentUnfit("It says that already.", "now")


def amended_because(reason: str) -> str:
    """Return the reason of an amendment; refuse what says too little or too much."""
    return reasoned(reason, AmendmentWithoutReason(f"Say why, {IN_SO_MANY}", "reason"))


def _is_plain(value: float, part: str) -> bool:
    """No NaN nor infinity, and a size where a size is asked for."""
    least = 0.0 if part == "smallest_effect" else -1e15
    return least <= value <= 1e15
