from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery

from web.api.lookups import JsonText


def ids_of(rows: Any, name: str) -> JsonText:
    """One column of the rows that hang on a row, in its order, read with it."""
    return JsonText(ArraySubquery(rows.order_by(name).values(name)))
