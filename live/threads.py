"""The only way from the live streams to the database: two threads for any number of streams."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import close_old_connections

POOL = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live-database")


async def in_database(work: Callable[..., Any], *args: Any) -> Any:
    """Do the work in one of the threads; a waiting stream holds neither it nor a connection."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(POOL, _with_sound_connection, work, args)


def _with_sound_connection(work: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    close_old_connections()
    try:
        return work(*args)
    finally:
        close_old_connections()
