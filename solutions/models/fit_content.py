"""What the signatures of a fit stand over: `fit_hash` is the hash of all of it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from base.content_hash import content_hash
from solutions.models.fit_item import FitItem

if TYPE_CHECKING:
    from solutions.models.fit_part import FitPart

# Of each item; what it asks for and which story came of it isn't said by anybody who signs.
COVERED = ("text", "science_verdict", "science_note", "engineering_verdict", "engineering_note")


def fit_hash_of(words_hash: str, review: FitPart, items: Iterable[FitItem]) -> str:
    """Return the hash over the solution's words and all that the review says."""
    return content_hash({"words_hash": words_hash, **content_of(review, items)})


def content_of(review: FitPart, items: Iterable[FitItem]) -> dict[str, Any]:
    """What the review says, in the order of its items."""
    told = []
    for item in items:
        words: dict[str, Any] = {name: str(getattr(item, name)) for name in COVERED}
        told.append(words | {"shelf": sorted(vars(item)["shelf_ids"])})
    cost = [amount_of(review.run_cost_low), amount_of(review.run_cost_high)]
    return {"items": told, "run_cost": cost}


def amount_of(value: Decimal | None) -> str | None:
    """The same text for the same amount, however it was typed."""
    return None if value is None else f"{value:.2f}"


def refit(solution: int, words_hash: str) -> None:
    """Hash a solution's fit anew, as its words are others now; the project's lock is held."""
    rows = FitItem.objects.filter(review__solution=solution, review__is_current=True)
    items = list(rows.with_state().select_related("review").order_by("position"))
    if not items:
        return
    review = items[0].review
    review.fit_hash = fit_hash_of(words_hash, review, items)
    review.save(update_fields=["fit_hash"])
