"""What the page of a line of history shows: the texts it overwrote, and what came after them."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model

from history.difference import Part, difference
from history.models import Event, OldText


@dataclass(frozen=True, slots=True)
class Overwritten:
    """One field: what stood there, what came next, and the way from one to the other."""

    old: OldText
    name: str
    after: str | None
    after_is_struck: bool
    is_last: bool  # what came next still stands

    @property
    def is_gone(self) -> bool:
        """Whether the row itself isn't there any more."""
        return self.after is None and not self.after_is_struck

    @property
    def parts(self) -> list[Part]:
        return difference(self.old.text, self.after or "")

    @property
    def is_comparable(self) -> bool:
        return bool(self.after) and not self.old.is_struck


def overwritten_by(event: Event) -> list[Overwritten]:
    """Tell the texts that the event overwrote: three queries, however many they are."""
    texts = list(event.old_texts.select_related("struck_by").order_by("pk"))
    if not texts:
        return []
    row = apps.get_model(texts[0].noun)._base_manager.filter(pk=texts[0].row).first()
    later = {one.field: one for one in OldText.objects.next_of(texts)}
    return [_overwritten(old, row, later.get(old.field)) for old in texts]


def _overwritten(old: OldText, row: Model | None, later: OldText | None) -> Overwritten:
    name = apps.get_model(old.noun)._meta.get_field(old.field).verbose_name
    after = later.text if later else getattr(row, old.field, None)
    is_struck = later is not None and later.is_struck
    return Overwritten(
        old, str(name), None if is_struck else after, is_struck, is_last=later is None
    )
