"""What a write takes: strict about names it doesn't know, and about whose rows it may speak of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model, QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from web.api.problems import MISSING
from web.forms import FIRST_DAY, LAST_DAY

if TYPE_CHECKING:
    from web.requests import ApiRequest

LARGEST = 2**63 - 1
MOST = 1e15
OCTET = "(0|25[0-5]|2[0-4][0-9]|1[0-9]?[0-9]?|[1-9][0-9]?)"
HOST = "([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?[.])+[A-Za-z]{2,62}"
# Narrower than what rows take, which know names in other scripts: it stands in the description.
ADDRESS = rf"https://({HOST}|{OCTET}([.]{OCTET}){{3}})(:[0-9]{{1,5}})?([/?#][!-~]*)?"
CALENDAR_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
OF_DAY = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})\Z"
)
UNKNOWN = ErrorDetail("There is no such field.", "unknown-field")
# What the names in a body are looked up in: a project, a team, some rows or nothing.
Scope = Model | QuerySet[Any, Any] | None


class Input(serializers.Serializer[Any]):
    """A body; a field it doesn't know is refused by name, so that a typo is never silence."""

    begins = False  # whether its texts are those of a new row, in the place of no other

    def to_internal_value(self, data: Any) -> Any:
        faults: dict[str, Any] = {}
        if isinstance(data, Mapping):
            for name in data:
                if name not in self.fields:
                    faults[name] = [self.fault_of(name)]
        try:
            given = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if faults and isinstance(error.detail, dict):
                raise serializers.ValidationError({**faults, **error.detail}) from None
            raise
        if faults:
            raise serializers.ValidationError(faults)
        return given

    def fault_of(self, name: str) -> ErrorDetail:
        """Say what is wrong with a field that it doesn't take."""
        return UNKNOWN


class Nothing(Input):
    """A write that needs no words."""


def taken(
    takes: type[Input], content: dict[str, Any] | list[Any], scope: Scope, request: ApiRequest
) -> dict[str, Any]:
    """Check the body; its names are looked up in the scope: a project, a team or nothing."""
    body = takes(data=content, context={"scope": scope, "by": request.user})
    body.is_valid(raise_exception=True)
    given: dict[str, Any] = body.validated_data
    return given


def whole(data: object) -> int | None:
    """Return the whole number that it is: JSON knows no difference between 3 and 3.0."""
    if type(data) is float and data.is_integer():
        return int(data)
    return data if type(data) is int else None


class Text(serializers.CharField):
    """Words, exactly as they are; a number isn't one."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"trim_whitespace": False, **options})

    def to_internal_value(self, data: object) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        if data and not self.allow_blank and not data.strip():
            self.fail("blank")
        return super().to_internal_value(data)


@extend_schema_field({"type": "string", "format": "binary", "minLength": 1})
class Upload(serializers.FileField):
    """A part of a form that is a file; what it may be is its verb's to say."""

    def to_internal_value(self, data: object) -> UploadedFile[bytes]:
        if not isinstance(data, UploadedFile):
            self.fail("invalid")
        return data


class Reason(Text):
    """Why something is so; white space around it doesn't make it longer."""

    def __init__(self, least: int, most: int) -> None:
        super().__init__(max_length=most)
        self.least = least

    def to_internal_value(self, data: object) -> str:
        reason = super().to_internal_value(data)
        if len(reason.strip()) < self.least:
            told = f"Say why, in {self.least} to {self.max_length} characters."
            raise serializers.ValidationError(told, "min_length")
        return reason


class Link(Text):
    """An address that a browser may follow, or none."""

    def to_internal_value(self, data: object) -> str:
        address = super().to_internal_value(data)
        if not re.fullmatch(ADDRESS, address):
            told = "An address is such as https://wiki.example.org/lake."
            raise serializers.ValidationError(told, "invalid")
        return address


class Whole(serializers.IntegerField):
    """A whole number that fits the database; neither text nor true."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": -LARGEST, "max_value": LARGEST, **options})

    def to_internal_value(self, data: object) -> int:
        number = whole(data)
        if number is None:
            self.fail("invalid")
        return number


class Day(serializers.DateField):
    """A day that people plan with, so that nothing computed from it leaves the calendar."""

    def to_internal_value(self, data: date | str) -> date:
        if isinstance(data, str) and not CALENDAR_DAY.match(data):
            self.fail("invalid", format="YYYY-MM-DD")  # Python takes weeks, too
        day = super().to_internal_value(data)
        if not FIRST_DAY <= day <= LAST_DAY:
            told = f"A day from {FIRST_DAY} to {LAST_DAY}."
            raise serializers.ValidationError(told, "day-out-of-calendar")
        return day


TIME_OF_DAY = "^([01][0-9]|2[0-3]):[0-5][0-9]$"


@extend_schema_field({"type": "string", "pattern": TIME_OF_DAY, "example": "09:00"})
class TimeOfDay(serializers.TimeField):
    """A time of day to the minute, such as 09:00; where it is that time, the field says."""

    def to_internal_value(self, value: object) -> time:
        if not isinstance(value, str) or not re.fullmatch(TIME_OF_DAY, value):
            self.fail("invalid", format="hh:mm")
        moment: time = super().to_internal_value(value)
        return moment

    def to_representation(self, value: time) -> str:
        return to_the_minute(value) or ""


def to_the_minute(value: time | None) -> str | None:
    """As answers tell a time of day."""
    return f"{value:%H:%M}" if value is not None else None


class Moment(serializers.DateTimeField):
    """A moment with its offset from UTC, such as 2026-11-30T12:00:00Z, within the same years."""

    def to_internal_value(self, value: object) -> datetime:
        if not isinstance(value, str) or not OF_DAY.match(value):
            self.fail("invalid", format="YYYY-MM-DDThh:mm:ssZ")
        moment: datetime = super().to_internal_value(value)
        if not FIRST_DAY.year <= int(value[:4]) <= LAST_DAY.year:
            told = f"A moment from {FIRST_DAY} to {LAST_DAY}."
            raise serializers.ValidationError(told, "day-out-of-calendar")
        return moment


class Yes(serializers.BooleanField):
    def to_internal_value(self, data: object) -> bool:
        if type(data) is not bool:
            self.fail("invalid", input=data)
        return data


class Number(serializers.FloatField):
    """A measured number, within what 64 bits hold as a whole one: what reads it may want that."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": -MOST, "max_value": MOST, **options})

    def to_internal_value(self, data: object) -> float:
        if type(data) is not int and type(data) is not float:
            self.fail("invalid")
        return super().to_internal_value(data)


class Amount(serializers.DecimalField):
    """A decimal with a fixed number of places, given as a number."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)

    def to_internal_value(self, data: object) -> Decimal:
        if type(data) is not int and type(data) is not float:
            self.fail("invalid")
        return super().to_internal_value(data)


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": LARGEST})
class RowOf(serializers.Field[Model, Any, Any, Any]):
    """Names a row within what the write is about: a sprint of the story's project by its number.

    `rows(scope)` returns those that may be named, by their attribute `name`; the scope is whatever
    the view put in the context. With `known` in the context, a dict, the rows of a scope are read
    once for all who name one of them: a body may name thousands.
    """

    default_error_messages = {
        "invalid": "Give its {by}.",
        MISSING: "There is no such {noun} here.",
    }

    def __init__(
        self,
        noun: str,
        rows: Callable[..., Any],
        *,
        name: str = "pk",
        by: str = "id",
        **options: Any,
    ) -> None:
        self.noun, self.rows, self.name, self.by = noun, rows, name, by
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> Model:
        if not self.fits(data):
            self.fail("invalid", by=self.by)
        scope = self.context.get("scope")
        row = None if scope is None else self.look_up(scope, data)
        if row is None:
            self.fail(MISSING, noun=self.noun)
        return row

    def look_up(self, scope: Any, value: Any) -> Model | None:
        rows = self.rows(scope)
        known = self.context.get("known")
        if known is None:
            row: Model | None = rows.filter(**{self.name: value}).first()
            return row
        group = (self.noun, scope.pk)
        if group not in known:
            known[group] = {getattr(row, self.name): row for row in rows}
        named: Model | None = known[group].get(value)
        return named

    def fits(self, data: Any) -> bool:
        return 0 < (whole(data) or 0) <= LARGEST


class RowAmong(RowOf):
    """Names by its id one of the rows that the scope holds: a column among those of the project."""

    def __init__(self, noun: str, rows: str, **options: Any) -> None:
        super().__init__(noun, lambda scope: getattr(scope, rows).all(), **options)


@extend_schema_field({"type": "string", "maxLength": 80, "pattern": "^[ -~]*$"})
class NamedRowOf(RowOf):
    """Names a row by a text, such as a story by its key."""

    def fits(self, data: Any) -> bool:
        return isinstance(data, str) and data.isascii() and data.isprintable() and len(data) <= 80
