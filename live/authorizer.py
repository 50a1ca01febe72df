from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import structlog

from base.outages import AWAY
from live.threads import in_database

if TYPE_CHECKING:
    from collections.abc import Callable

log = structlog.get_logger(__name__)


class TurnedAway(Exception):
    """This person doesn't get this stream; `status` says whether it helps to sign in or to wait."""

    def __init__(self, status: int, sentence: str = "") -> None:
        super().__init__(status)
        self.status = status
        self.sentence = sentence


class Authorizer:
    """Lets people in. Who knocks during a look at the database shares the next one.

    After a restart all open pages come back within seconds; a look for each would take too long.
    `look` answers each (session, name of what is asked for): a seat and its newest number, or
    the status of a refusal.
    """

    def __init__(self, look: Callable[..., dict[Any, Any]]) -> None:
        self.look = look
        self._waiting: dict[tuple[str, str], list[Any]] = {}
        self._looking: asyncio.Task[None] | None = None

    async def admit(self, session: str, name: str) -> tuple[Any, int]:
        """Return the seat and the newest number there is, or raise TurnedAway."""
        answer: asyncio.Future[tuple[Any, int] | int] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault((session, name), []).append(answer)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        found = await answer
        if isinstance(found, int):
            raise TurnedAway(found, AWAY.sentence if found == AWAY.status else "")
        return found

    async def _look(self) -> None:
        while self._waiting:
            waiting, self._waiting = self._waiting, {}
            try:
                found = await in_database(self.look, waiting.keys())
            except Exception:  # whatever it is, nobody is left standing
                log.exception("live_reception_fault")
                found = dict.fromkeys(waiting, AWAY.status)
            for hit, answers in waiting.items():
                for answer in answers:
                    if not answer.done():
                        answer.set_result(found[hit])
