"""The answers that refuse: what each status says, its headers, and an example made by the API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson

from web.api.description.headers import (
    CHALLENGE,
    ETAG,
    PART,
    RETRY,
    UNKEPT,
    UNTAGGED,
    Header,
    maybe,
    references,
)
from web.api.problems import MEDIA_TYPE, Fault, problem

WHERE = "#/components/responses/"


@dataclass(frozen=True, slots=True)
class Refusal:
    says: str
    detail: str  # of the example
    faults: Sequence[Fault] = ()
    headers: tuple[Header, ...] = UNTAGGED
    now: dict[str, Any] | None = None


REFUSALS = {
    400: Refusal(
        "The body or the query string isn't understood; `errors` names each place.",
        "The body can't be taken as it is.",
        [{"pointer": "#/colour", "code": "unknown-field", "detail": "There is no such field."}],
    ),
    401: Refusal(
        "Without a token or a session it isn't known who asks.",
        "Authentication credentials were not provided.",
        headers=(*UNTAGGED, CHALLENGE),
    ),
    403: Refusal(
        "Your role, or the token's scope, doesn't include it.",
        "A guest of the team may not do that.",
    ),
    404: Refusal(
        "There is nothing here that you may see; with `errors` it is the request that names it.",
        "There is nothing here that you may see.",
        headers=tuple(map(maybe, UNTAGGED)),  # an address that isn't has no methods
    ),
    405: Refusal(
        "The address hasn't this method; `Allow` says which it has.",
        "Method “PUT” not allowed.",
    ),
    406: Refusal(
        "`Accept` leaves out JSON.",
        "Answers are application/json, which Accept leaves out.",
    ),
    409: Refusal(
        "A rule of the domain forbids it, as things stand.",
        "The sprint has begun already.",
    ),
    410: Refusal(
        "What it names was here and is gone for good.",
        "What the cursor remembers isn't here any more; begin anew without one.",
    ),
    412: Refusal(
        "It has changed since you read it; `now` is how it stands, under the tag it has.",
        "It has been changed since you read it; `now` is how it stands.",
        headers=(*UNTAGGED, maybe(ETAG), maybe(UNKEPT)),
        now={"key": "TV-42", "title": "Fill the gaps", "points": 3.0},
    ),
    413: Refusal("The body is too large.", "The body is too large."),
    415: Refusal("The body isn't JSON.", "Unsupported media type “text/plain” in request."),
    416: Refusal(
        "The file has no such bytes; `Content-Range` says how many it has.",
        "There are no such bytes.",
        headers=(*UNTAGGED, PART),
    ),
    422: Refusal(
        "The `Idempotency-Key` was used for another request.",
        "This Idempotency-Key was used for another request.",
    ),
    428: Refusal(
        "It replaces words that somebody else may have changed: `If-Match` says which you read.",
        "This replaces words that somebody else may have changed meanwhile: send If-Match.",
    ),
    429: Refusal(
        "Too many requests; `Retry-After` says when to come back.",
        "Request was throttled. Expected available in 42 seconds.",
        headers=(*UNTAGGED, RETRY),
    ),
    503: Refusal(
        "What the API stands on is away or has too much to do; nothing was saved.",
        "The database has too much to do just now, so nothing was saved. Try again in a moment.",
        headers=(*map(maybe, UNTAGGED), RETRY),
    ),
    507: Refusal(
        "The disk is full; nothing was saved.",
        "There is no room left to keep what you sent, so nothing of it was saved.",
        headers=(*map(maybe, UNTAGGED), RETRY),
    ),
}
READING = {400, 401, 404, 405, 406, 429, 503}
WRITING = READING | {403, 409, 507}
WITH_BODY = {413, 415}
ALWAYS = {401, 403, 404, 405, 406, 429, 503}  # of what is only refused


def name_of(status: int) -> str:
    """The refusal's name among the components: NotFound, TooManyRequests."""
    words = HTTPStatus(status).phrase.replace("-", " ").split()
    return "".join(word.capitalize() for word in words)


def reference(status: int, says: str | None = None) -> dict[str, str]:
    """What it says of one operation stands over what it says of all."""
    refers = {"$ref": WHERE + name_of(status)}
    if says:
        refers["description"] = says
    return refers


def components() -> dict[str, Any]:
    described = {}
    for status, refusal in REFUSALS.items():
        answer = problem(status, refusal.detail, refusal.faults, now=refusal.now)
        told = {
            "schema": {"$ref": "#/components/schemas/Problem"},
            "example": orjson.loads(answer.content),
        }
        described[name_of(status)] = {
            "description": refusal.says,
            "headers": references(*refusal.headers),
            "content": {MEDIA_TYPE: told},
        }
    return described
