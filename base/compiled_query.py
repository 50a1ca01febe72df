"""A query that is built and compiled once a process; from then on only values are put in.

For queries of many expressions, whose making costs more than their running. Everything that
changes from one call to the next has to be an argument: a moment that the query reads while it is
built would stay the moment of the first call.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

Convert = Callable[[Any, Any, Any], Any]
_Row = TypeVar("_Row", bound=Model)

# Stand for the values while the query is compiled; no id is as large.
FIRST_SAMPLE = 2**62


class CompiledQuery(Generic[_Row]):
    """Rows of a query over some numbers, such as ids, in the order in which it takes them."""

    def __init__(self, build: Callable[..., QuerySet[_Row]], *names: str) -> None:
        self.build, self.names = build, names

    def __call__(self, **values: int) -> list[_Row]:
        """Return the rows for these values, which are named as the query takes them."""
        model, sql, params, converters = self._compiled
        here = {self._samples[name]: value for name, value in values.items()}
        known = [here.get(param, param) if isinstance(param, int) else param for param in params]
        rows = list(model._default_manager.raw(sql, known))
        for name, convert in converters.items():
            for row in rows:
                vars(row)[name] = convert(vars(row)[name], None, connection)
        return rows

    @cached_property
    def _samples(self) -> dict[str, int]:
        return {name: FIRST_SAMPLE + place for place, name in enumerate(self.names)}

    @cached_property
    def _compiled(self) -> tuple[type[_Row], str, tuple[Any, ...], dict[str, Convert]]:
        rows = self.build(**self._samples)
        sql, params = rows.query.sql_with_params()
        missing = [name for name, sample in self._samples.items() if sample not in params]
        assert not missing, f"The query doesn't ask for {missing}."
        return rows.model, sql, params, _converters(rows)


def _converters(rows: QuerySet[Any]) -> dict[str, Convert]:
    """What makes Python's values of annotations, as JSON; a raw query does so for fields alone."""
    converters = {}
    for name, annotation in rows.query.annotations.items():
        if convert := getattr(annotation.output_field, "from_db_value", None):
            converters[name] = convert
    return converters
