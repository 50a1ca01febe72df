"""Answers in JSON, each with an ETag, so that nothing is overwritten unseen."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.crypto import salted_hmac
from rest_framework.request import Request

from web.api.shape import json_bytes


class Answer(HttpResponse):
    """JSON written by orjson; DRF's renderers would cost a list a tenth of its time."""

    def __init__(
        self,
        content: dict[str, Any] | None = None,
        *,
        status: int = 200,
        content_type: str = "application/json",
    ) -> None:
        body = b"" if content is None else json_bytes(content)
        super().__init__(body, status=status, content_type=content_type)


def tagged(request: Request, answer: HttpResponse) -> HttpResponse:
    """Give a successful answer its ETag; answer 304 to a reader who has it already."""
    return _conditional(request, answer, etag_of(answer.content), "private, no-cache")


def unkept(request: Request, answer: Answer) -> HttpResponse:
    """The same for words that are sealed: nothing on the way keeps them, and their tag is keyed."""
    return _conditional(request, answer, keyed_etag_of(answer.content), "no-store")


def _conditional(request: Request, answer: HttpResponse, etag: str, caching: str) -> HttpResponse:
    answer["ETag"] = etag
    answer["Cache-Control"] = caching
    patch_vary_headers(answer, ["Authorization", "Cookie"])
    if request.method in ("GET", "HEAD") and "HTTP_IF_NONE_MATCH" in request.META:
        return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer
    return answer


def etag_of(body: bytes) -> str:
    return f'"{blake2b(body, digest_size=12).hexdigest()}"'


def keyed_etag_of(body: bytes) -> str:
    """A tag by which nobody can try out which words it is of: it may stand in a proxy's log."""
    return f'"{salted_hmac("sealed answer", body, algorithm="sha256").hexdigest()[:24]}"'
