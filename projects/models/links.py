"""Rows that are linked to many others, by a table that holds nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def relink(links: Any, was: Iterable[int], now: Iterable[int]) -> None:
    """Link the row to these instead of those, in two statements; `links` is its own manager."""
    through = links.through
    itself, other = links.source_field_name, links.target_field_name
    of_row = through.objects.filter(**{itself: links.instance})
    gone = set(was) - set(now)
    if gone:
        of_row.filter(**{f"{other}__in": gone}).delete()
    rows = []
    for pk in sorted(set(now) - set(was)):
        rows.append(through(**{itself: links.instance, f"{other}_id": pk}))
    through.objects.bulk_create(rows)
