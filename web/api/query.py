"""The query string of a list: declared like a serializer, read strictly, told in the schema."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet
from django.http import QueryDict
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from web.api.pagination import Order
from web.api.problems import FaultyParameters, MissingNamed, code_of

if TYPE_CHECKING:
    from rest_framework.fields import Field

    from base.user import User

MOST_ROWS = 200
ROWS = 50
BY_ID = {"id": Order("pk", stable=True), "-id": Order("-pk", stable=True)}
UNKNOWN = ErrorDetail("There is no such parameter.", "unknown-parameter")
TWICE = ErrorDetail("Give it once.", "given-twice")


class Moment(serializers.DateTimeField):
    """A time that can be compared with others, in whatever zone it was given; one has to be."""

    default_error_messages = {"naive": "Say its zone, as in 2026-11-27T15:30:00Z."}

    def enforce_timezone(self, value: datetime) -> datetime:
        if value.tzinfo is None:
            self.fail("naive")
        return super().enforce_timezone(value)

    def to_internal_value(self, value: Any) -> datetime:
        try:
            return super().to_internal_value(value)
        except OverflowError:  # its zone leads out of the calendar
            self.fail("overflow")


class Names(serializers.CharField):
    """Names of fields, with commas between them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(trim_whitespace=False, **options)

    # To the schema it is the text that it is read from, so the stubs want text.
    def to_internal_value(self, data: Any) -> tuple[str, ...]:  # type: ignore[override]
        return tuple(dict.fromkeys(super().to_internal_value(data).split(",")))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the query string asked for, checked."""

    order: str
    names: tuple[str, ...] | None = None
    cursor: str | None = None
    page_size: int = ROWS
    filters: dict[str, Any] = field(default_factory=dict)


class NoQuery(serializers.Serializer[Any]):
    """Takes no parameters at all: that of every write."""

    # Named apart from the attribute: a serializer keeps `fields` for itself.
    common: dict[str, Field[Any, Any, Any, Any]] = {}

    @classmethod
    @cache
    def known(cls) -> dict[str, Any]:
        return {**cls.common, **cls().fields}

    @classmethod
    def read(cls, parameters: QueryDict) -> dict[str, Any]:
        """Return the checked values by name; refuse every name that isn't known."""
        known = cls.known()
        values: dict[str, Any] = {}
        faults: dict[str, ErrorDetail] = {}
        for name in parameters:
            given = parameters.getlist(name)
            if name not in known:
                faults[name] = UNKNOWN
            elif len(given) > 1:
                faults[name] = TWICE
            else:
                _read_one(known[name], name, given[0], values, faults)
        if faults:
            raise FaultyParameters(faults)
        return values


class SlimQuery(NoQuery):
    """What every single answer may be asked."""

    common = {
        "fields": Names(
            max_length=1000, help_text="The fields wanted, with commas: `key,title`; else all."
        )
    }


class ListQuery(SlimQuery):
    """What every list may be asked. A subclass adds filters: fields whose source is a lookup.

    A method `with_<name>(rows, value)` takes the lookup's place where the QuerySet has a word.
    """

    orders = BY_ID  # the first is that of who names none
    # Filters that name a row: where it is looked for, of `(user, value, all filters)`.
    named: dict[str, Callable[..., QuerySet[Any, Any]]] = {}

    def __init_subclass__(cls, **options: Any) -> None:
        """Every list can be read by id, too: the order that is stable whatever others write."""
        super().__init_subclass__(**options)
        cls.orders = {**cls.orders, **BY_ID}

    @classmethod
    def must_know(cls, filters: dict[str, Any], user: User) -> None:
        """Refuse what names no row that the reader may see; asked of an empty list, so it is cheap.

        A free word, such as a label or a part of a title, may fit nothing.
        """
        faults = {}
        for name, value in filters.items():
            if name in cls.named and not cls.named[name](user, value, filters).exists():
                told = f"There is no {name} “{value}” that you may see."
                faults[name] = ErrorDetail(told, "no-such-row")
        if faults:
            raise MissingNamed(faults)

    @classmethod
    @cache
    def known(cls) -> dict[str, Any]:
        return {
            **super().known(),
            "cursor": serializers.CharField(
                max_length=400, help_text="Where to go on: as `next` gave it."
            ),
            "page_size": serializers.IntegerField(min_value=1, max_value=MOST_ROWS),
            "order": serializers.ChoiceField(
                list(cls.orders),
                help_text="A minus turns it round; ties go by id. Stable while others write: "
                f"{', '.join(cls.stable_orders())}.",
            ),
        }

    @classmethod
    def stable_orders(cls) -> list[str]:
        return [name for name, order in cls.orders.items() if order.stable]

    @classmethod
    def asked(cls, parameters: QueryDict) -> Asked:
        values = cls.read(parameters)
        return Asked(
            names=values.pop("fields", None),
            cursor=values.pop("cursor", None),
            page_size=values.pop("page_size", ROWS),
            order=values.pop("order", next(iter(cls.orders))),
            filters=values,
        )

    @classmethod
    def narrow(cls, rows: QuerySet[Model, Any], filters: dict[str, Any]) -> QuerySet[Model, Any]:
        for name, value in filters.items():
            word = getattr(cls, f"with_{name}", None)
            source = cls.known()[name].source or name
            rows = word(rows, value) if word else rows.filter(**{source: value})
        return rows


def _read_one(
    field: Field[Any, Any, Any, Any],
    name: str,
    given: str,
    values: dict[str, Any],
    faults: dict[str, ErrorDetail],
) -> None:
    try:
        values[name] = field.run_validation(given)
    except serializers.ValidationError as error:
        told = " ".join(str(one) for one in error.detail)
        faults[name] = ErrorDetail(told, code_of(next(iter(error.detail))))
