"""A shape says once what a row looks like in JSON: lists, details, ETags and the schema follow it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import orjson
from django.db.models import QuerySet
from rest_framework import serializers


@dataclass(frozen=True, slots=True)
class Part:
    """One field: the columns it reads, and how its value is made of them; None takes it as it is."""

    name: str
    columns: tuple[str, ...]
    make: Callable | None


@dataclass(frozen=True, slots=True)
class CompiledShape:
    """The columns to fetch and the way from a tuple of them to what orjson writes."""

    columns: tuple[str, ...]
    annotations: dict
    plain: tuple[str, ...]
    made: tuple[tuple[str, Callable, int, int], ...]

    def fetch(self, rows: QuerySet, *extra: str) -> QuerySet:
        """Read the columns, and the extra ones behind them, without building model instances."""
        return rows.annotate(**self.annotations).values_list(*self.columns, *extra)

    def row(self, values: tuple) -> dict:
        row = dict(zip(self.plain, values, strict=False))
        for name, make, start, end in self.made:
            row[name] = make(*values[start:end])
        return row


class Shape(serializers.Serializer):
    """Declared with the fields of a serializer, read without one: instances cost most of a list."""

    annotations: dict = {}

    @classmethod
    def compiled(cls, names=None) -> CompiledShape:
        return _compile(cls, tuple(names) if names else None)

    @classmethod
    def of(cls, row) -> dict:
        """Return a row that was just written in this shape, as the database has it."""
        return cls.first(type(row)._default_manager.filter(pk=row.pk))

    @classmethod
    def first(cls, rows) -> dict | None:
        """Return the first of the rows in this shape."""
        compiled = cls.compiled()
        values = compiled.fetch(rows.order_by()).first()
        return None if values is None else compiled.row(values)


def made(field, *columns, by):
    """Say that the field's value is by(*columns) instead of a column of its own."""
    field.columns, field.make = columns, by
    return field


def json_bytes(content) -> bytes:
    return orjson.dumps(content, default=float, option=orjson.OPT_UTC_Z)


@lru_cache(maxsize=256)
def _compile(shape, names):
    parts = [
        _part(name, field)
        for name, field in shape._declared_fields.items()
        if names is None or name in names
    ]
    plain = [part for part in parts if part.make is None]
    columns = [column for part in plain for column in part.columns]
    steps = []
    for part in parts:
        if part.make:
            start = len(columns)
            columns += part.columns
            steps.append((part.name, part.make, start, len(columns)))
    annotations = {name: what for name, what in shape.annotations.items() if name in columns}
    return CompiledShape(
        tuple(columns), annotations, tuple(part.name for part in plain), tuple(steps)
    )


def _part(name, field):
    source = (field.source or name).replace(".", "__")
    if hasattr(field, "columns"):
        return Part(name, field.columns, field.make)
    if isinstance(field, Shape):
        inner = type(field).compiled()
        columns = tuple(f"{source}__{column}" for column in inner.columns)
        return Part(name, columns, lambda *values: None if values[0] is None else inner.row(values))
    return Part(name, (source,), None)
