"""What the API's list is measured against: one query with psycopg2, one dump with orjson."""

import os
import threading
from collections.abc import Callable
from typing import Any

import orjson
import psycopg2

from base.sql import statement
from config.pages_on_threads import PagesOnThreads

QUERY = statement("benchmarks/bare_list.sql")
mine = threading.local()


def cursor() -> Any:
    if not hasattr(mine, "cursor"):
        connection = psycopg2.connect(os.environ["DATABASE_URL"])
        connection.autocommit = True
        mine.cursor = connection.cursor()
    return mine.cursor


def bare(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    rows = cursor()
    rows.execute(QUERY, {"project": "BENCH"})
    names = [column.name for column in rows.description]
    content = {"results": [dict(zip(names, row, strict=True)) for row in rows], "next": None}
    body = orjson.dumps(content)
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [body]


application = PagesOnThreads(
    bare, threads=int(os.environ.get("WEB_THREADS", "8")), largest_body=1024 * 1024
)
