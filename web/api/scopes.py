"""Which scopes of a token are enough for an operation: each of them by itself."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import SAFE_METHODS

READ, WRITE, SIGN, REPORT = "read", "write", "sign", "report"


def scopes_enough(view: Any, method: str | None) -> list[str]:
    """The least of a person's token, then that of a service; none for what people alone do."""
    action = getattr(view, "action", None) or ""
    handler = getattr(view, action, None)
    if getattr(handler, "is_never_done", False):
        return []
    scopes = [WRITE]
    if method in SAFE_METHODS:
        scopes = [READ]
    elif getattr(handler, "signs", False):
        scopes = [SIGN]
    if action in getattr(view, "services_may", ()):
        scopes.append(REPORT)
    return scopes
