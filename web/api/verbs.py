"""A verb of a noun, as a resource of its own: POST /stories/TV-42/moves/."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils.http import parse_etags
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from web.api.answers import Answer, etag_of, tagged
from web.api.idempotency import idempotent
from web.api.inputs import Nothing
from web.api.problems import Faulty
from web.api.query import NoQuery
from web.api.shape import json_bytes

if TYPE_CHECKING:
    from django.db.models.utils import AltersData

    from web.api.shape import Shape

CHANGED = "It has been changed since you read it; `now` is how it stands."


def verb(
    path: str | None = None,
    *,
    takes: type[Any] = Nothing,
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
        def handler(self: Any, request: Request, **kwargs: str) -> Answer:
            return idempotent(
                self, request, lambda: perform(self, request, function, takes, gives, ends)
            )

        handler.takes, handler.gives, handler.ends = takes, gives, ends
        return handler

    return register


def ending(path: str, *, names: Any, takes: type[Any]) -> Callable[..., Any]:
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
        def handler(self: Any, request: Request, **kwargs: Any) -> Any:
            said = kwargs[field]
            named = {field: int(said) if said.isdecimal() else said}
            return idempotent(
                self, request, lambda: perform_named(self, request, function, takes, named)
            )

        handler.takes, handler.gives, handler.ends = takes, None, False
        return handler

    return register


def perform_named(
    view: Any, request: Request, function: Callable[..., Any], takes: type[Any], named: Any
) -> Any:
    try:
        return perform(view, request, function, takes, None, False, named)
    except ValidationError:  # the address says nothing else, so it names nothing that is here
        raise Http404 from None


def perform(
    view: Any,
    request: Request,
    function: Callable[..., Any],
    takes: type[Any],
    gives: type[Shape] | None,
    ends: bool,
    named: Any = None,
) -> Answer:
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


def taken(
    takes: type[Any], content: dict[str, Any], scope: AltersData | None, request: Request
) -> dict[str, Any]:
    """Check the body; its names are looked up in the scope: a project, a team or nothing."""
    body = takes(data=content, context={"scope": scope, "by": request.user})
    body.is_valid(raise_exception=True)
    return body.validated_data


@contextmanager
def unchanged_since_read(view: Any, request: Request) -> Iterator[None]:
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
