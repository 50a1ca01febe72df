"""What an error tells of the machine: something we stand on is away, full, or has too much to do.

None of that is a fault of the program or of who asked, so it is told in a sentence, not as a 500.
"""

import errno
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg2


@dataclass(frozen=True, slots=True)
class Outage:
    """What doors answer: a status, a heading, sentences for a person, seconds until it may work."""

    status: int
    title: str
    sentence: str
    retry_after: int


AWAY = Outage(
    503,
    "The database is away",
    "Twopizza can't reach its database just now, and goes on by itself as soon as it is back. "
    "What was saved before is safe. If you were saving something, look whether it is there before "
    "you send it again.",
    10,
)
FULL = Outage(
    507,
    "The disk is full",
    "There is no room left to keep what you sent, so nothing of it was saved. Reading goes on. "
    "Whoever runs this installation has to make room first.",
    60,
)
NO_WRITES = Outage(
    503,
    "Nothing can be saved just now",
    "The database takes no changes at the moment, so nothing was saved. Reading goes on; try again "
    "in a moment.",
    10,
)
BUSY = Outage(
    503,
    "Too much at once",
    "The database has too much to do just now, so nothing was saved. Try again in a moment.",
    2,
)

# By the SQLSTATE, else by its class (https://www.postgresql.org/docs/current/errcodes-appendix.html).
BY_STATE = {
    "53100": FULL,
    "25006": NO_WRITES,  # a standby, or a server that somebody set to read only
    "55P03": BUSY,  # a lock that was waited for too long
    "57014": BUSY,  # a statement that took too long
    "40001": BUSY,
    "40P01": BUSY,  # a deadlock
    "53": BUSY,  # connections or memory are used up
    "08": AWAY,
    "57": AWAY,  # it is shut down, or starting
    "58": AWAY,  # the system below it fails
}
BY_ERRNO = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EROFS: NO_WRITES,
    errno.EMFILE: BUSY,
    errno.ENFILE: BUSY,
}


def outage_of(error: BaseException | None) -> Outage | None:
    """Return the outage that an exception tells of, or None if it is a fault like any other."""
    for one in _chain(error):
        if found := _outage_of_one(one):
            return found
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield the error and those it came from; Django wraps the driver's errors in its own."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _outage_of_one(error: BaseException) -> Outage | None:
    if isinstance(error, psycopg2.Error):
        return _outage_of_database(error)
    if isinstance(error, OSError):
        return BY_ERRNO.get(error.errno or 0)
    return None


def _outage_of_database(error: psycopg2.Error) -> Outage | None:
    state = error.pgcode
    if "No space left on device" in str(error):
        return FULL
    if state:
        return BY_STATE.get(state) or BY_STATE.get(state[:2])
    # Without a state nobody answered: the driver itself found the line broken, or none to take.
    if isinstance(error, psycopg2.InterfaceError):
        if "connection already closed" in str(error):
            return AWAY
        return None
    broken = type(error) is psycopg2.DatabaseError or isinstance(error, psycopg2.OperationalError)
    if broken:
        return AWAY
    return None
