"""A shape says once what a row looks like in JSON, for lists, details, ETags and the schema."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import orjson
from django.db.models import Model, QuerySet
from rest_framework import serializers

from web.api.lookups import Columns, LookUp

if TYPE_CHECKING:
    from rest_framework.fields import Field


class Shape(serializers.Serializer):
    """Declared with the fields of a serializer, read without one: instances cost most of a list.

    `annotations` are the columns that the model doesn't have.
    """

    model: type[Model] | None = None
    annotations: dict[str, Any] = {}

    @classmethod
    def compiled(cls, names: tuple[str, ...] | None = None) -> CompiledShape:
        return _compile(cls, tuple(names) if names else None)

    @classmethod
    def of(cls, row: Model) -> dict:
        """Return a row that was just written in this shape, as the database has it."""
        return cls.first(lambda rows: rows.filter(pk=row.pk))

    @classmethod
    def first(cls, narrow: Callable[..., Any]) -> dict | None:
        """Return the first of the rows that narrow(rows) leaves."""
        compiled = cls.compiled()
        values = narrow(compiled.rows()).order_by().first()
        if values is None:
            return None
        return compiled.row(values)


def made(field: Field, *columns: str, by: Callable[..., Any]) -> Field:
    """Say that the field's value is by(*columns) instead of a column of its own."""
    field.columns, field.make = columns, by
    return field


def json_bytes(content: dict[str, Any]) -> bytes:
    return orjson.dumps(content, default=float, option=orjson.OPT_UTC_Z)


@dataclass(frozen=True, eq=False)
class CompiledShape:
    """The columns to fetch, and the way from a tuple of them to what orjson writes."""

    model: type
    columns: tuple[str, ...]
    annotations: dict
    row: Callable[[tuple], dict]

    @cache  # noqa: B019  there are as many of these as the cache of _compile holds
    def rows(self, *extra: str) -> QuerySet | QuerySet[Model, Any]:
        """All rows as tuples of the columns, with the extra ones behind; prepared once.

        Whatever narrows them comes after: a list spent more on its columns' names than on rows.
        """
        rows = self.model._default_manager.all()
        wanted = rows.annotate(**self.annotations).values_list(*self.columns, *extra)
        columns = Columns.of(wanted)
        if columns:
            return rows.annotate(of_shape=columns).values_list("of_shape")
        return wanted


@lru_cache(maxsize=256)
def _compile(shape: type[Shape], names: tuple[str, ...]) -> Any:
    recipe = Recipe(shape)
    steps = []
    for name, field in shape._declared_fields.items():
        if names is None or name in names:
            steps.append(f"{name!r}: {recipe.step(name, field)}")
    # Only names of fields, which are ours, and numbers of columns stand in this text.
    source = f"lambda row: {{{', '.join(steps)}}}"
    row = eval(source, recipe.makers)  # noqa: S307
    return CompiledShape(shape.model, tuple(recipe.columns), recipe.annotations, row)


class Recipe:
    """Writes for each field what makes its value of the row, and notes the columns."""

    def __init__(self, shape: type[Shape]) -> None:
        self.model = shape.model
        self.known = shape.annotations
        self.columns: list[str] = []
        self.annotations: dict = {}
        self.makers: dict = {}

    def step(self, name: str, field: Field, path: str = "") -> str:
        source = path + (field.source or name).replace(".", "__")
        if hasattr(field, "columns"):
            maker = f"make_{len(self.makers)}"
            self.makers[maker] = field.make
            places = (self.place(path + column) for column in field.columns)
            return f"{maker}({', '.join(places)})"
        if isinstance(field, Shape):
            return self.nested(field, f"{source}__")
        return self.place(source)

    def nested(self, shape: Shape, path: str) -> str:
        """A row of another table: none, if its first column is null."""
        inner = {}
        for name, field in shape._declared_fields.items():
            inner[name] = self.step(name, field, path)
        parts = ", ".join(f"{name!r}: {step}" for name, step in inner.items())
        return f"None if {next(iter(inner.values()))} is None else {{{parts}}}"

    def place(self, path: str) -> str:
        column = self.column(path)
        if column not in self.columns:
            self.columns.append(column)
        return f"row[{self.columns.index(column)}]"

    def column(self, path: str) -> str:
        """The column that `owner__name` is fetched as."""
        if path in self.known:
            self.annotations[path] = self.known[path]
            return path
        link, _, name = path.partition("__")
        if not name or "__" in name:
            return path
        if name == "id":
            return f"{link}_id"
        self.annotations[f"its_{link}_{name}"] = LookUp(self.model, link, name)
        return f"its_{link}_{name}"
