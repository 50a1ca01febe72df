"""When something was that has happened: by our clock, and another one may be a little ahead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from base import clock
from base.refusals import Refused

CLOCKS_DIFFER = timedelta(minutes=5)
EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)  # in every time zone a day that is shown


def past_moment(at: datetime | None, *, later: Refused, long_ago: Refused) -> datetime:
    """Return the moment, now unless it is given; refuse one that is to come, or before all this."""
    now = clock.now()
    if at is None:
        return now
    if at > now + CLOCKS_DIFFER:
        raise later
    if at < EARLIEST:
        raise long_ago
    return min(at, now)
