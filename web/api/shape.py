"""A shape says once what a row looks like in JSON, for lists, details, ETags and the schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection
from django.db.models import Expression, Model, QuerySet, TextField
from rest_framework import serializers

from web.api.lookups import LookUp

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler
    from rest_framework.fields import Field

    AnyField = Field[Any, Any, Any, Any]

Row = tuple[Any, ...]
Content = dict[str, Any]
Contents = Callable[[list[Row]], list[Content]]
# The place of a column, or what makes the values of a field of the rows and of their columns.
Step = int | Callable[[list[Row], list[Row]], Iterable[Any]]


class Shape(serializers.Serializer[Any]):
    """Declared with the fields of a serializer, read without one: instances cost most of a list.

    `annotations` are the columns that the model doesn't have.
    """

    model: type[Model]
    annotations: dict[str, Any] = {}

    @classmethod
    def compiled(cls, names: tuple[str, ...] | None = None) -> CompiledShape:
        return _compile(cls, tuple(names) if names else None)

    @classmethod
    def of(cls, row: Model) -> Content | None:
        """Return a row that was just written in this shape, as the database has it."""
        return cls.first(lambda rows: rows.filter(pk=row.pk))

    @classmethod
    def first(cls, narrow: Callable[..., Any]) -> Content | None:
        """Return the first of the rows that narrow(rows) leaves."""
        compiled = cls.compiled()
        values = narrow(compiled.rows()).order_by().first()
        if values is None:
            return None
        return compiled.row(values)


def made(field: AnyField, *columns: str, by: Callable[..., Any]) -> AnyField:
    """Say that the field's value is by(*columns) instead of a column of its own."""
    vars(field).update(columns=columns, make=by)
    return field


def json_bytes(content: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(content, default=float, option=orjson.OPT_UTC_Z)
    except orjson.JSONEncodeError:  # a whole number beyond 64 bits, in a line of history
        return orjson.dumps(_with_floats(content), default=float, option=orjson.OPT_UTC_Z)


def _with_floats(content: Any) -> Any:
    """Write numbers that are too large for orjson as floats, which is what they were."""
    if isinstance(content, dict):
        return {name: _with_floats(value) for name, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [_with_floats(value) for value in content]
    is_large = isinstance(content, int) and not -(2**63) <= content < 2**64
    return float(content) if is_large else content


@dataclass(frozen=True, eq=False)
class CompiledShape:
    """The columns to fetch, and the way from tuples of them to what orjson writes."""

    model: type[Model]
    columns: tuple[str, ...]
    annotations: dict[str, Any]
    contents: Contents  # of rows

    def row(self, values: Row) -> Content:
        [content] = self.contents([values])
        return content

    @cache  # noqa: B019  there are as many of these as the cache of _compile holds
    def rows(self, *extra: str) -> QuerySet[Model, Any]:
        """All rows as tuples of the columns, with the extra ones behind; prepared once.

        Whatever narrows them comes after: a list spent more on its columns' names than on rows.
        """
        rows: QuerySet[Model, Any] = self.model._default_manager.all()
        wanted: QuerySet[Model, Any] = rows.annotate(**self.annotations).values_list(
            *self.columns, *extra
        )
        columns = Columns.of(wanted)
        if columns:
            wanted = rows.annotate(of_shape=columns).values_list("of_shape")
        return wanted


class Columns(Expression):
    """Many columns whose SQL Django wrote once and for all.

    Writing the same thirty columns anew took a list longer than turning its rows into JSON. To
    Django this is one column; the rows come from the driver with all of them. So it can't stand
    beside joins, DISTINCT or columns that Django converts.
    """

    def __init__(self, sql: str, params: tuple[str | int, ...]) -> None:
        super().__init__(output_field=TextField())
        self.sql, self.params = sql, params

    @classmethod
    def of(cls, rows: QuerySet[Any, Any]) -> Columns | None:
        """Return the columns of such a QuerySet, or None if it does what they can't."""
        compiler = rows.order_by().query.get_compiler(connection=connection)
        compiler.setup_query()
        query = compiler.query
        joined = sum(query.alias_refcount[alias] > 0 for alias in query.alias_map) > 1
        if joined or compiler.get_converters([column for column, _, _ in compiler.select]):
            return None
        texts = [text for _, (text, _), _ in compiler.select]
        params = tuple(param for _, (_, params), _ in compiler.select for param in params)
        return cls(", ".join(texts), params)

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        return self.sql, self.params


@lru_cache(maxsize=256)
def _compile(shape: type[Shape], names: tuple[str, ...] | None) -> CompiledShape:
    recipe = Recipe(shape)
    steps = {}
    for name, field in shape._declared_fields.items():
        if names is None or name in names:
            steps[name] = recipe.step(name, field)
    contents = contents_of(steps)
    return CompiledShape(shape.model, tuple(recipe.columns), recipe.annotations, contents)


def contents_of(steps: dict[str, Step]) -> Contents:
    """Return what makes the contents of rows, by columns: by rows it takes three times as long."""
    names = tuple(steps)

    def contents(rows: list[Row]) -> list[Content]:
        if not rows:
            return []
        columns = list(zip(*rows, strict=True))
        made = []
        for step in steps.values():
            made.append(columns[step] if isinstance(step, int) else step(rows, columns))
        return [dict(zip(names, values, strict=True)) for values in zip(*made, strict=True)]

    return contents


class Recipe:
    """Says for each field in which column its values are, or what makes them."""

    def __init__(self, shape: type[Shape]) -> None:
        self.model = shape.model
        self.known = shape.annotations
        self.columns: list[str] = []
        self.annotations: dict[str, Any] = {}

    def step(self, name: str, field: AnyField, path: str = "") -> Step:
        source = path + (field.source or name).replace(".", "__")
        told = vars(field)
        if "columns" in told:
            places = [self.place(path + column) for column in told["columns"]]
            return _made_by(told["make"], places)
        if isinstance(field, Shape):
            return self.nested(field, f"{source}__")
        return self.place(source)

    def nested(self, shape: Shape, path: str) -> Step:
        """A row of another table: none, if its first column is null."""
        steps, places = {}, {}
        for name, field in shape._declared_fields.items():
            steps[name] = step = self.step(name, field, path)
            if isinstance(step, int):
                places[name] = step
        first = next(iter(steps.values()))
        if not isinstance(first, int):
            raise TypeError(f"{shape} has to begin with a column.")
        if len(steps) == 2 and len(places) == 2:
            lead, other = places.items()
            return _pairs(lead, other)
        return _nested(first, contents_of(steps))

    def place(self, path: str) -> int:
        column = self.column(path)
        if column not in self.columns:
            self.columns.append(column)
        return self.columns.index(column)

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


def _made_by(make: Callable[..., Any], places: list[int]) -> Step:
    return lambda rows, columns: map(make, *[columns[place] for place in places])


def _pairs(first: tuple[str, int], second: tuple[str, int]) -> Step:
    """As _nested, for an id and a name, which most are: half of a list's time without it."""
    (one, its), (other, place) = first, second

    def pairs(rows: list[Row], columns: list[Row]) -> list[Content | None]:
        both = zip(columns[its], columns[place], strict=True)
        return [None if lead is None else {one: lead, other: value} for lead, value in both]

    return pairs


def _nested(first: int, contents: Contents) -> Step:
    def nested(rows: list[Row], columns: list[Row]) -> Iterator[Content | None]:
        present = iter(contents([row for row in rows if row[first] is not None]))
        for lead in columns[first]:
            yield None if lead is None else next(present)

    return nested
