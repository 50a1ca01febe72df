"""The headers of the API's answers: what each says, and which answers carry them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

WHERE = "#/components/headers/"
TEXT = {"type": "string"}
TAG = {"type": "string", "pattern": '^(W/)?"[^"]*"$'}
SECONDS = {"type": "string", "pattern": "^[0-9]+$"}


@dataclass(frozen=True, slots=True)
class Header:
    name: str
    says: str
    example: str
    schema: dict[str, Any] = field(default_factory=lambda: TEXT)
    always: bool = True  # in every answer that it is declared for
    variant: str = ""  # what tells it from another header of its name

    @property
    def key(self) -> str:
        """Its name among the components: the same header may be there always or sometimes."""
        parts = [self.name, self.variant, "" if self.always else "maybe"]
        return ".".join(filter(None, parts))

    @property
    def reference(self) -> dict[str, str]:
        return {"$ref": WHERE + self.key}

    def described(self) -> dict[str, Any]:
        said: dict[str, Any] = {
            "description": self.says,
            "schema": self.schema,
            "example": self.example,
        }
        if self.always:
            said["required"] = True
        return said


def maybe(header: Header) -> Header:
    """The same header where it isn't in every answer."""
    return replace(header, always=False)


ALLOW = Header("Allow", "The methods that this address has.", "GET, HEAD, OPTIONS")
POLICY = Header(
    "RateLimit-Policy",
    "How many requests (`q`) are allowed in how many seconds (`w`).",
    '"api";q=1200;w=60',
)
LIMIT = Header(
    "RateLimit",
    "How many requests are left (`r`), and for how many seconds (`t`) they have to last.",
    '"api";r=1193;t=42',
)
ETAG = Header(
    "ETag",
    "The version of what is answered, for `If-Match` and `If-None-Match`.",
    '"b56cd6f4f9f0f4a2c1a3b0de"',
    TAG,
)
CACHE = Header(
    "Cache-Control",
    "May be kept by who asked alone, and is asked for anew with its ETag.",
    "private, no-cache",
)
UNKEPT = Header(
    "Cache-Control", "Words that are sealed: nothing keeps them.", "no-store", variant="sealed"
)
VARY = Header("Vary", "What of a request the answer depends on.", "Authorization, Cookie")
LOCATION = Header(
    "Location",
    "The address of what was made.",
    "https://twopizza.example.org/api/v1/stories/TV-42/",
    {"type": "string", "format": "uri"},
)
REPLAYED = Header(
    "Idempotent-Replayed",
    "This is what was answered first to the same `Idempotency-Key`.",
    "true",
    {"type": "string", "const": "true"},
    always=False,
)
RETRY = Header("Retry-After", "In how many seconds to come back.", "42", SECONDS)
CHALLENGE = Header("WWW-Authenticate", "How to say who you are.", "Bearer")

DISPOSITION = Header(
    "Content-Disposition",
    "The name to keep the file under.",
    'attachment; filename="figures.csv"',
)
RANGES = Header("Accept-Ranges", "Parts of it may be asked for.", "bytes")
PART = Header("Content-Range", "Which bytes these are, of how many.", "bytes 0-99/48213")

COMMON = (ALLOW, POLICY, LIMIT)  # of what a resource answers, refusals included
UNTAGGED = (*COMMON, maybe(VARY))  # a session that was looked at says so
TAGGED = (ETAG, CACHE, VARY)
FILED = (*TAGGED, DISPOSITION, RANGES)
SEALED = (ETAG, UNKEPT, VARY)
ALL = (
    *COMMON,
    *TAGGED,
    UNKEPT,
    DISPOSITION,
    RANGES,
    PART,
    LOCATION,
    REPLAYED,
    RETRY,
    CHALLENGE,
    *(maybe(header) for header in (*COMMON, ETAG, UNKEPT, VARY, RETRY)),
)


def references(*headers: Header) -> dict[str, Any]:
    return {header.name: header.reference for header in headers}


def components() -> dict[str, Any]:
    return {header.key: header.described() for header in ALL}
