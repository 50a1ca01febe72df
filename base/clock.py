"""The time a verb writes into history: now, unless a demo or an import tells an old story."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("told_time", default=None)


def now() -> datetime:
    """Return the moment that is being told of, timezone-aware."""
    return _told.get() or timezone.now()


def today() -> date:
    """Return the date of now() in the active time zone."""
    return timezone.localdate(now())


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let every verb inside happen at `moment`; the database keeps server time beside it."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
