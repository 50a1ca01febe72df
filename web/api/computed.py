"""Answers that are computed instead of read off rows; slim, tagged and described like the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from rest_framework import serializers

from web.api.answers import Answer, tagged
from web.api.query import NoQuery, SlimQuery
from web.api.resources import known_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from web.requests import ApiRequest


def answer_computed(
    request: ApiRequest,
    shape: type[serializers.Serializer[Any]],
    content: Callable[[dict[str, Any]], dict[str, Any]],
    *,
    asks: type[NoQuery] = SlimQuery,
) -> HttpResponse:
    """Answer with content(what was asked), or the fields of it that were asked for.

    The question is checked first: a wrong one shouldn't cost a computation.
    """
    asked = asks.read(request.query_params)
    names = known_names(shape, asked.pop("fields", None))
    whole = content(asked)
    if names:
        whole = {name: whole[name] for name in shape._declared_fields if name in names}
    return tagged(request, Answer(whole))
