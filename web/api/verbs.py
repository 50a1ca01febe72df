"""A verb of a noun, as a resource of its own: POST /stories/TV-42/moves/."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.utils.http import parse_etags
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError

from web.api.answers import Answer, etag_of, tagged
from web.api.idempotency import idempotent
from web.api.inputs import Nothing, taken
from web.api.problems import Faulty
from web.api.query import NoQuery
from web.api.shape import json_bytes

if TYPE_CHECKING:
    from web.api.inputs import Input
    from web.api.resources import Resource
    from web.api.shape import Shape
    from web.requests import ApiRequest

CHANGED = "It has been changed since you read it; `now` is how it stands."


def verb(
    path: str | None = None,
    *,
    takes: type[Input] = Nothing,
    gives: type[Shape] | None = None,
    ends: bool = False,
) -> Callable[..., Any]:
    """Register a method `(self, row, given, by)`, which calls one verb of the row.

    Without `gives` the answer is the row as it now stands. With it the method returns a new row,
    and the answer is 201 and that row in the shape `gives`. A verb that `ends` the row is
    answered with 204.
    """

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        name = function.__name__.replace("_", "-")

        @action(detail=True, methods=["post"], url_path=path or name, url_name=name)
        @wraps(function)
        def handler(self: Resource, request: ApiRequest, **kwargs: str) -> HttpResponse:
            return idempotent(request, lambda: perform(self, request, function, takes, gives, ends))

        vars(handler).update(takes=takes, gives=gives, ends=ends)
        return handler

    return register


def ending(path: str, *, names: tuple[str, str], takes: type[Input]) -> Callable[..., Any]:
    """Register a method like those of `verb`, answering DELETE on what hangs on the row.

    The address ends in what is ended; `names` is the field of `takes` that reads it, and a regular
    expression for how it looks. The answer is the row as it now stands.
    """
    field, pattern = names

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        name = function.__name__.replace("_", "-")

        @action(
            detail=True,
            methods=["delete"],
            url_path=f"{path}/(?P<{field}>{pattern})",
            url_name=name,
        )
        @wraps(function)
        def handler(self: Resource, request: ApiRequest, **kwargs: str) -> HttpResponse:
            said = kwargs[field]
            named = {field: int(said) if said.isdecimal() else said}
            return idempotent(request, lambda: perform_named(self, request, function, takes, named))

        vars(handler).update(takes=takes, gives=None, ends=False)
        return handler

    return register


def perform_named(
    view: Resource,
    request: ApiRequest,
    function: Callable[..., Any],
    takes: type[Input],
    named: dict[str, Any],
) -> HttpResponse:
    try:
        return perform(view, request, function, takes, None, False, named)
    except ValidationError:  # the address says nothing else, so it names nothing that is here
        raise Http404 from None


def perform(
    view: Resource,
    request: ApiRequest,
    function: Callable[..., Any],
    takes: type[Input],
    gives: type[Shape] | None,
    ends: bool,
    named: dict[str, Any] | None = None,
) -> HttpResponse:
    NoQuery.read(request.query_params)
    rows = view.shape.model._default_manager.select_related(*view.related)
    view.row = view.found(rows).first()
    if view.row is None:
        raise Http404
    with unchanged_since_read(view, request):
        given = taken(takes, named or request.data, view.scope(), request)
        new = function(view, view.row, given, request.user)
    if gives:
        return tagged(request, Answer(gives.of(new), status=201))
    now = None if ends else view.shape.of(view.row)
    if now:
        return tagged(request, Answer(now))
    return Answer(status=204)


@contextmanager
def unchanged_since_read(view: Resource, request: ApiRequest) -> Iterator[None]:
    """Hold If-Match to the row under the lock that its verbs take, so nobody gets in between."""
    if "If-Match" not in request.headers:
        yield
        return
    with view.held():
        now = view.shape.of(view.row)
        wanted = parse_etags(request.headers["If-Match"])
        tag = etag_of(json_bytes(now)) if now else None
        if tag is None or not ("*" in wanted or tag in wanted):
            raise Faulty(CHANGED, status=412, now=now, etag=tag)
        yield
