"""Open pages of a wall are told that it changed: how often it did, and nothing else."""

from __future__ import annotations

from typing import Any

from base import redis

CHANNEL = "twopizza:wall:"


def ring(wall: Any) -> None:
    """Tell who listens; a page that hears nothing asks by itself."""
    redis.try_call(lambda client: client.publish(f"{CHANNEL}{wall.pk}", wall.revision))
