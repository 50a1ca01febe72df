"""What rooms above read with the row that a page is about, so that their slots cost no statement.

A room registers it where it fills the slot; the QuerySet of that page annotates its row with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

if TYPE_CHECKING:
    from django.db.models import QuerySet

Reading = Callable[[], Any]

READ_WITH: dict[str, dict[str, Reading]] = defaultdict(dict)


def rows_of(rows: QuerySet[Any, Any], link: str, **cells: Any) -> ArraySubquery:
    """What hangs on each row of the outer query, as JSON in the statement that reads it."""
    return ArraySubquery(rows.filter(**{link: OuterRef("pk")}).values(json=JSONObject(**cells)))


def reads_with(page: str, name: str) -> Callable[[Reading], Reading]:
    """Register an expression over the page's row, by the name under which it comes with it."""

    def register(reading: Reading) -> Reading:
        READ_WITH[page][name] = reading
        return reading

    return register


def read_along(page: str) -> dict[str, Any]:
    """The expressions for a page's row, by their names."""
    return {name: reading() for name, reading in READ_WITH[page].items()}
