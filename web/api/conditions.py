"""What a change asks of the one who sends it: to have read what they overwrite."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from django.utils.http import parse_etags

from web.api.answers import etag_of
from web.api.inputs import Text
from web.api.problems import Faulty
from web.api.shape import json_bytes

if TYPE_CHECKING:
    from rest_framework.request import Request

    from web.api.inputs import Input
    from web.api.resources import Resource
    from web.requests import ApiRequest

LONG = 1000  # characters: from here on a text is worked on by several people, and replaced whole
CHANGED = "It has been changed since you read it; `now` is how it stands."
UNREAD = (
    "This replaces words that somebody else may have changed meanwhile: send If-Match with the "
    'ETag of what you read, as in If-Match: "…", or If-Match: * to replace whatever stands there.'
)


@cache
def replaces_text(takes: type[Input]) -> bool:
    """Whether a body holds a long text, which stands in the place of another."""
    if takes.begins:
        return False
    texts = [field for field in takes().fields.values() if isinstance(field, Text)]
    return any((text.max_length or 0) >= LONG for text in texts)


def must_have_read(request: Request) -> None:
    if not request.headers.get("If-Match", "").strip():
        raise Faulty(UNREAD, status=428, code="if-match-required")


@contextmanager
def unchanged_since_read(view: Resource, request: ApiRequest) -> Iterator[None]:
    """Hold If-Match to the row under the lock that its verbs take, so nobody gets in between."""
    if "If-Match" not in request.headers:
        yield
        return
    with view.held():
        refuse_changed(view, request)
        yield


def refuse_changed(view: Resource, request: ApiRequest) -> None:
    """Refuse a row that has changed; who asks holds its lock."""
    now: dict[str, Any] | None = view.shape.of(view.row)
    tag = etag_of(json_bytes(now)) if now else None
    refuse_other_tag(request, now, tag)


def refuse_other_tag(request: Request, now: dict[str, Any] | None, tag: str | None) -> None:
    """Refuse what stands under another tag than the one that was read."""
    # A proxy that packs an answer makes its tag weak; it still tells these contents from others.
    wanted = {one.removeprefix("W/") for one in parse_etags(request.headers["If-Match"])}
    if tag is None or not ("*" in wanted or tag in wanted):
        raise Faulty(CHANGED, status=412, now=now, etag=tag, code="changed-since-read")
