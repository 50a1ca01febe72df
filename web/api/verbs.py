"""A verb of a noun, as a resource of its own: POST /stories/TV-42/moves/."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from rest_framework.decorators import action

from base.refusals import Refused
from web.api.answers import Answer, tagged
from web.api.conditions import must_have_read, replaces_text, unchanged_since_read
from web.api.idempotency import idempotent
from web.api.inputs import Nothing, taken
from web.api.query import NoQuery

if TYPE_CHECKING:
    from web.api.inputs import Input
    from web.api.resources import Resource
    from web.api.shape import Shape
    from web.requests import ApiRequest


def verb(
    path: str | None = None,
    *,
    takes: type[Input] = Nothing,
    gives: type[Shape] | None = None,
    edits: dict[str, str] | None = None,
    signs: bool = False,
    keeps: bool = True,
) -> Callable[..., Any]:
    """Register a method `(self, row, given, by)`, which calls one verb of the row.

    Without `gives` the answer is the row as it now stands. With it the method returns a new row,
    and the answer is 201 and that row in the shape `gives`. What it `edits` may be changed by
    PATCH too: fields of the row, each with its name in `takes`. What is said for a whole discipline
    `signs`: a token has to be made for that. What nobody may keep, not even to repeat its answer
    to an Idempotency-Key, `keeps` nothing.
    """

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        name = function.__name__.replace("_", "-")

        @action(detail=True, methods=["post"], url_path=path or name, url_name=name)
        @wraps(function)
        def handler(self: Resource, request: ApiRequest, **kwargs: str) -> HttpResponse:
            if not (keeps and self.keeps_answers):
                return perform(self, request, function, takes, gives)
            return idempotent(request, lambda: perform(self, request, function, takes, gives))

        vars(handler).update(takes=takes, gives=gives, edits=edits, signs=signs, function=function)
        vars(handler)["keeps"] = keeps
        return handler

    return register


@contextmanager
def named_as_in(takes: type[Input]) -> Iterator[None]:
    """Let a refusal name the body's only field, whatever the noun calls it."""
    try:
        yield
    except Refused as refused:
        names = list(takes().fields)
        if refused.field and len(names) == 1:
            [refused.field] = names
        raise


def perform(
    view: Resource,
    request: ApiRequest,
    function: Callable[..., Any],
    takes: type[Input] = Nothing,
    gives: type[Shape] | None = None,
    named: dict[str, Any] | None = None,
) -> HttpResponse:
    NoQuery.read(request.query_params)
    view.row = view.row_for_change()
    if gives is None and replaces_text(takes):
        must_have_read(request)
    with unchanged_since_read(view, request):
        given = taken(takes, named or request.data, view.scope(), request)
        with named_as_in(takes):
            new = function(view, view.row, given, request.user)
    if gives:
        return tagged(request, Answer(gives.of(new), status=201))
    if now := view.shape.of(view.row):
        return tagged(request, Answer(now))
    return Answer(status=204)
