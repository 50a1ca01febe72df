"""DELETE: what ends a row, or something that hangs on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError

from web.api.answers import Answer
from web.api.inputs import Nothing
from web.api.resources import Part
from web.api.verbs import perform

if TYPE_CHECKING:
    from base.user import User
    from web.api.inputs import Input
    from web.api.resources import Resource
    from web.requests import ApiRequest


class Ended(Part):
    """DELETE on one: `end(row, by)` calls the verb that ends it.

    A row that `stays` can still be read, as ended: it is the answer, however often it is asked for.
    Of others nothing is left to show, so the second time there is nothing to end.
    """

    stays = False

    def end(self, row: Any, by: User) -> None:
        raise NotImplementedError

    def destroy(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        answer = perform(self, request, lambda view, row, given, by: view.end(row, by))
        if self.stays:
            return answer
        return Answer(status=204)


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
            return perform_named(self, request, function, takes, named)

        vars(handler).update(takes=takes, gives=None)
        return handler

    return register


def ending_of(begun: Any) -> Callable[..., Any]:
    """Register a method like those of `verb`, answering DELETE where `begun`, a verb, is posted."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def handler(self: Resource, request: ApiRequest, **kwargs: str) -> HttpResponse:
            return perform(self, request, function)

        vars(handler).update(takes=Nothing, gives=None, signs=begun.signs)
        registered: Callable[..., Any] = begun.mapping.delete(handler)
        return registered

    return register


def perform_named(
    view: Resource,
    request: ApiRequest,
    function: Callable[..., Any],
    takes: type[Input],
    named: dict[str, Any],
) -> HttpResponse:
    try:
        return perform(view, request, function, takes, named=named)
    except ValidationError:  # the address says nothing else, so it names nothing that is here
        raise Http404 from None
