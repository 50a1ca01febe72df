"""How far a report is: told through Redis, missing without it, never waited for."""

from typing import Any

import orjson

from base import redis

SECONDS = 120  # then a silent worker is no news


def tell(team_id: int, stage: str, place: int = 0, of: int = 0) -> None:
    said = orjson.dumps({"stage": stage, "place": place, "of": of})
    redis.try_call(lambda client: client.set(_key(team_id), said, ex=SECONDS))


def forget(team_id: int) -> None:
    redis.try_call(lambda client: client.delete(_key(team_id)))


def told(team_id: int) -> dict[str, Any]:
    """Return the last word of the worker, or nothing."""
    heard = []
    redis.try_call(lambda client: heard.append(client.get(_key(team_id))))
    if heard and heard[0]:
        progress: dict[str, Any] = orjson.loads(heard[0])
        return progress
    return {}


def _key(team_id: int) -> str:
    return f"twopizza:report:{team_id}"
