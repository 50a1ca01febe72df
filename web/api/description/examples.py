"""Bodies and answers that were really sent and given in an invented team, by operation.

`bin/examples` records them anew; whoever adds an operation runs it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import orjson

PAGE = Path(__file__).with_name("examples.json")


@cache
def recorded() -> dict[str, Any]:
    """By the operation's id: its `body`, if it takes one, and what was answered, by status."""
    if not PAGE.exists():
        return {}
    examples: dict[str, Any] = orjson.loads(PAGE.read_bytes())
    return examples


def of_body(operation: str) -> dict[str, Any]:
    return _as_example(recorded().get(operation, {}), "body")


def of_answer(operation: str, status: str) -> dict[str, Any]:
    return _as_example(recorded().get(operation, {}).get("answers", {}), status)


def _as_example(found: dict[str, Any], name: str) -> dict[str, Any]:
    if name in found:
        return {"example": found[name]}
    return {}
