"""A POST that is sent again with its Idempotency-Key gets the first answer again."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING

import orjson
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from rest_framework.request import Request

from web.api.problems import Faulty
from web.sent_twice import digest_of

if TYPE_CHECKING:
    from web.models.idempotency_record import IdempotencyRecord
    from web.requests import ApiRequest

Work = Callable[[], HttpResponse]

HEADER = "Idempotency-Key"
KEY = re.compile(r"[\x21-\x7e]{1,200}\Z")


def idempotent(request: ApiRequest, work: Work) -> HttpResponse:
    """Do the work, or repeat what it answered to this key.

    The answer is kept in the transaction of the work itself: both are there, or neither; so what
    is refused leaves its key unused, to be sent again when its reason is gone. A second request
    with the key waits for the first at the key's unique index, then finds its answer.
    """
    key = request.headers.get(HEADER)
    if key is None or request.method != "POST":
        return work()
    if not KEY.match(key):
        told = f"An {HEADER} has 1 to 200 visible ASCII characters."
        raise Faulty(told, code="malformed-idempotency-key")
    with transaction.atomic():
        kept = request.user.idempotency_records.claim(key, _fingerprint(request))
        if kept is None:
            raise Faulty(f"This {HEADER} was used for another request.", status=422)
        if kept.is_answered:
            return _again(kept)
        answer = work()
        kept.keep(answer.status_code, answer.content, _headers(answer))
        return answer


def _again(kept: IdempotencyRecord) -> HttpResponse:
    answer = HttpResponse(bytes(kept.body), status=kept.status, headers=kept.headers)
    answer["Idempotent-Replayed"] = "true"
    return answer


def _headers(answer: HttpResponse) -> dict[str, str]:
    headers = {}
    for name in ("Content-Type", "Location", "ETag", "Cache-Control", "Vary"):
        if answer.has_header(name):
            headers[name] = answer[name]
    return headers


def _of_file(sent: object) -> list[str]:
    """What a file is known by: sent again it is another object with the same name and bytes."""
    if not isinstance(sent, UploadedFile):
        raise TypeError
    return [sent.name or "", digest_of(sent)]


def _fingerprint(request: Request) -> str:
    body = orjson.dumps(request.data, default=_of_file, option=orjson.OPT_SORT_KEYS)
    return sha256(b"\n".join([request.get_full_path().encode(), body])).hexdigest()
