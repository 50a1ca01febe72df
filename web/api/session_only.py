"""What people do on a page, signed in, and no program ever: its address says so, and where."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from rest_framework.decorators import action

from web.api.inputs import Nothing
from web.api.problems import Faulty

if TYPE_CHECKING:
    from web.api.resources import Resource
    from web.requests import ApiRequest


def session_only(path: str) -> Callable[..., Any]:
    """Register a method `(self, row)` that says on which page it is done; POST answers no more."""

    def register(function: Callable[..., str]) -> Callable[..., Any]:
        name = function.__name__.replace("_", "-")

        @action(detail=True, methods=["post"], url_path=path, url_name=name)
        @wraps(function)
        def handler(self: Resource, request: ApiRequest, **kwargs: str) -> HttpResponse:
            raise done_on_a_page(function(self, self.row_for_change()))

        return never_done(handler)

    return register


def never_done(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Mark what only refuses, for the API's description."""
    vars(handler).update(takes=Nothing, gives=None, is_never_done=True)
    return handler


def done_on_a_page(sentence: str) -> Faulty:
    return Faulty(sentence, status=403, code="session-only")
