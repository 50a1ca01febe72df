"""Which pages of other sites may read the API from their scripts (CORS)."""

from collections.abc import Sequence
from typing import Any

NOWHERE = r"(?!)"  # a pattern that no address fits
TAKEN = ("accept", "authorization", "content-type", "idempotency-key", "if-match", "if-none-match")
EXPOSED = (
    "Allow",
    "ETag",
    "Idempotent-Replayed",
    "Location",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
)


def cors(origins: Sequence[str]) -> dict[str, Any]:
    """Return the settings that let scripts of these origins in; `*` lets in those of all.

    Never with credentials: a foreign script shows a token of its own and can't use the session of
    whoever reads its page.
    """
    return {
        "CORS_URLS_REGEX": r"^/api/" if origins else NOWHERE,
        "CORS_ALLOW_ALL_ORIGINS": "*" in origins,
        "CORS_ALLOWED_ORIGINS": [origin for origin in origins if origin != "*"],
        "CORS_ALLOW_CREDENTIALS": False,
        "CORS_ALLOW_HEADERS": TAKEN,
        "CORS_ALLOW_METHODS": ("DELETE", "GET", "OPTIONS", "PATCH", "POST"),
        "CORS_EXPOSE_HEADERS": EXPOSED,
        "CORS_PREFLIGHT_MAX_AGE": 86_400,
    }
