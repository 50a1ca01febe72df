"""What a signature, or a word such as “seen”, stands over: a change of the content voids it."""

import hashlib
from typing import Any

import orjson


def content_hash(fields: dict[str, Any]) -> str:
    """Return the SHA-256, in hexadecimal, of the fields as JSON with its keys in order."""
    return hashlib.sha256(orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)).hexdigest()
