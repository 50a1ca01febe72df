"""The kinds of work there are: each app's tasks.py registers its own at import."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

ATTEMPTS = 10
KINDS: dict[str, "Kind"] = {}


@dataclass(frozen=True)
class Kind:
    """A name, what it does, how often it is tried, and when the schedule asks for it by itself."""

    name: str
    run: Callable[..., object]
    attempts: int
    every: timedelta | None
    offset: timedelta

    def slot(self, now: datetime) -> datetime:
        """Return the start of the period that `now` is in; UTC, so summer time moves nothing."""
        assert self.every is not None, "only what has a rhythm has periods"
        epoch = datetime.min.replace(tzinfo=now.tzinfo) + self.offset
        return now - (now - epoch) % self.every


def kind(
    name: str,
    *,
    attempts: int = ATTEMPTS,
    every: timedelta | None = None,
    offset: timedelta = timedelta(0),
) -> Callable[..., Any]:
    """Register the function as what a job of this kind does, inside the job's own transaction."""

    def register(run: Callable[..., Any]) -> Callable[..., Any]:
        KINDS[name] = Kind(name, run, attempts, every, offset)
        return run

    return register
