"""Pages that follow a key, not a count: rows that come or go between two pages shift nothing."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from django.db.models import Model, Q, QuerySet
from rest_framework.exceptions import ErrorDetail

from web.api.problems import MissingNamed

LARGEST = 2**63 - 1
NO_CURSOR = ErrorDetail("This isn't a cursor of this list and order.", "no-cursor")

Place = tuple[Any, ...]  # of a row: the values of its order's columns


@dataclass(frozen=True, slots=True)
class Order:
    """An order of rows: a column that is never null, then the id, so that no two rows are equal.

    In a `stable` one no write gives a row another place: beside writers, each row that stays is
    on exactly one page.
    """

    column: str
    kind: type[int] | type[date] = int
    stable: bool = False

    @property
    def down(self) -> bool:
        return self.column.startswith("-")

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that make a row's place, the id last."""
        name = self.column.lstrip("-")
        if name == "pk":
            return ("pk",)
        return (name, "pk")

    def apply(self, rows: QuerySet[Model, Any]) -> QuerySet[Model, Any]:
        sign = "-" if self.down else ""
        return rows.order_by(*(f"{sign}{column}" for column in self.columns))

    def after(self, rows: QuerySet[Model, Any], place: Place) -> QuerySet[Model, Any]:
        """The rows behind this place; the first condition alone lets an index be walked."""
        beyond = "lt" if self.down else "gt"
        if len(place) == 1:
            return rows.filter(**{f"pk__{beyond}": place[0]})
        name, (value, pk) = self.columns[0], place
        return rows.filter(
            Q(**{f"{name}__{beyond}": value}) | Q(**{f"pk__{beyond}": pk}),
            **{f"{name}__{beyond}e": value},
        )

    def read(self, value: str) -> Any:
        """Return a value of the cursor as the column has it; ValueError if it never could."""
        if issubclass(self.kind, int):
            return _integer(value)
        moment = self.kind.fromisoformat(value)
        if isinstance(moment, datetime) and moment.tzinfo is None:
            raise ValueError
        return moment


def write_cursor(name: str, place: Place) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([name, *place])).decode().rstrip("=")


def read_cursor(cursor: str, name: str, order: Order) -> Place:
    """Return the place a cursor tells of; one of another order is as wrong as a made-up one."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        told, *place = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if told != name or len(place) != len(order.columns):
            raise ValueError
        *values, pk = place
        return (*(order.read(value) for value in values), _integer(pk))
    except (ValueError, TypeError, binascii.Error, OverflowError):
        raise MissingNamed({"cursor": NO_CURSOR}) from None


def _integer(value: Any) -> int:
    if type(value) is not int or not -LARGEST <= value <= LARGEST:
        raise ValueError
    return value
