"""What a round of a fit asks: the checklist as it is today, with what still stands of the last."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from projects.models.sides import SIDES
from solutions.models.fit_checklist import MOST_ITEMS
from solutions.models.fit_item import FitItem, FitStory

if TYPE_CHECKING:
    from solutions.models.fit_part import FitPart

COPIED = tuple(f"{side}_{word}" for side in SIDES for word in ("verdict", "note", "judged_at"))


def items_of_round(
    review: FitPart, words: dict[str, str], before: list[FitItem], again: Collection[int]
) -> int:
    """Write the items of a new round; return how many keep what was said of them before.

    Those whose words are others now, and those named, begin empty: the round before stays.
    """
    last = {item.text: item for item in before}
    asked = dict(words)
    for item in before:
        if item.is_extra and item.text not in asked and len(asked) < MOST_ITEMS:
            asked[item.text] = item.asks
    rows, copies = [], []
    for place, (text, asks) in enumerate(asked.items(), start=1):
        row = FitItem(review_id=review.pk, position=place, text=text, asks=asks)
        row.is_extra = text not in words
        source = last.get(text)
        if source and source.pk not in again:
            for name in COPIED:
                setattr(row, name, getattr(source, name))
            copies.append((source, row))
        rows.append(row)
    FitItem.objects.bulk_create(rows)
    _copy_links(copies)
    return len(copies)


def _copy_links(copies: list[tuple[FitItem, FitItem]]) -> None:
    """What was picked, and which stories came of an item, goes with what was said."""
    picked, stories = [], []
    for source, row in copies:
        for pk in vars(source)["shelf_ids"]:
            picked.append(FitItem.shelf.through(fititem_id=row.pk, shelfitem_id=pk))
        for told in vars(source)["story_rows"]:
            stories.append(FitStory(item_id=row.pk, story_id=told["pk"]))
    FitItem.shelf.through.objects.bulk_create(picked)
    FitStory.objects.bulk_create(stories)
