"""Columns as a shape fetches them: looked up instead of joined, and written once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Expression, F, Func, Model, QuerySet, TextField

if TYPE_CHECKING:
    from django.db.backends.postgresql.base import DatabaseWrapper
    from django.db.backends.postgresql.compiler import SQLCompiler


class LookUp(Func):
    """A column of the row that a foreign key points to, looked up for each row of the page.

    A story's names would be six joins more, and PostgreSQL was seen to plan those for longer
    (5 to 7 ms) than it takes to read a hundred rows with lookups (2 ms, planned in under 1).
    """

    convert_value = staticmethod(Func._convert_value_noop)  # it comes as its column would
    template = "(SELECT its.%(column)s FROM %(table)s its WHERE its.%(key)s = %(expressions)s)"

    def __init__(self, model: type[Model], link: str, name: str) -> None:
        to = model._meta.get_field(link).related_model._meta
        column = to.get_field(name)
        super().__init__(
            F(f"{link}_id"),
            table=f'"{to.db_table}"',
            column=f'"{column.column}"',
            key=f'"{to.pk.column}"',
            output_field=column.clone(),
        )


class JsonText(Func):
    """An array as the text of its JSON: orjson reads it faster than the driver reads arrays."""

    template = "array_to_json(%(expressions)s)::text"
    output_field = TextField()


class Columns(Expression):
    """Many columns whose SQL Django wrote once and for all.

    Writing the same thirty columns anew took a list longer than turning its rows into JSON. To
    Django this is one column; the rows come from the driver with all of them. So it can't stand
    beside joins, DISTINCT or columns that Django converts.
    """

    def __init__(self, sql: str, params: list[str]) -> None:
        super().__init__(output_field=TextField())
        self.sql, self.params = sql, params

    @classmethod
    def of(cls, rows: QuerySet | QuerySet[Model, Any]) -> Columns | None:
        """Return the columns of such a QuerySet, or None if it does what they can't."""
        compiler = rows.order_by().query.get_compiler(connection=connection)
        compiler.setup_query()
        query = compiler.query
        joined = sum(query.alias_refcount[alias] > 0 for alias in query.alias_map) > 1
        if joined or compiler.get_converters([column for column, _, _ in compiler.select]):
            return None
        texts = [text for _, (text, _), _ in compiler.select]
        params = [param for _, (_, params), _ in compiler.select for param in params]
        return cls(", ".join(texts), params)

    def as_sql(self, compiler: SQLCompiler, connection: DatabaseWrapper) -> tuple[str, list[str]]:
        return self.sql, self.params
