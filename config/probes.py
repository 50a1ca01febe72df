"""What machines ask: whether this process lives (/livez), and what it lacks to work (/readyz).

/livez asks nobody: a database that is away is no reason to start us again. /alive/ is its older
name. /readyz is 200 while people can work, 503 while they can't, and tells what is merely worse.
Both are answered before sessions, hosts and threads, since each of those may be what is amiss.
"""

import json
import shutil
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

import psycopg2
import redis
from django.conf import settings
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse
from redis.backoff import NoBackoff
from redis.retry import Retry

LIVE = ("/livez", "/livez/", "/alive/")
READY = ("/readyz", "/readyz/")
PATIENCE = 2  # seconds for each of those we stand on
REMEMBERED = 1.0  # seconds: whoever asks more often hears the same
LITTLE_ROOM = 200 * 1024 * 1024
LIMIT = f"-c statement_timeout={PATIENCE}s"

ProbeAnswer = tuple[int, dict[str, str], bytes]  # status, headers and body

APPLIED = "SELECT app, name FROM django_migrations"

# Work that is due and that nobody takes while nothing gets done, or that somebody took long ago and
# hasn't ended: its worker may answer, and still stand still.
STALLED = """
SELECT (SELECT count(*) FROM jobs_job
        WHERE state = 'waiting' AND run_at < now() - %(idle)s
            AND NOT EXISTS (SELECT FROM jobs_job WHERE finished_at > now() - %(idle)s)),
       (SELECT count(*) FROM jobs_job
        WHERE state = 'running' AND leased_until < now() - %(long)s)
"""
IDLE, LONG = timedelta(minutes=5), timedelta(minutes=30)


class Missing(Exception):
    """What isn't as it should be, in words that tell nothing of hosts or passwords."""


def alive() -> ProbeAnswer:
    return 200, {"Content-Type": "text/plain", "Cache-Control": "no-store"}, b"alive\n"


def answer(path: str) -> ProbeAnswer | None:
    """Return status, headers and body for the path of a probe; None for any other path."""
    if path in LIVE:
        return alive()
    if path in READY:
        return READINESS.answer()
    return None


class ProbeMiddleware:
    """The probes for whoever runs the WSGI application alone; config.asgi answers them itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = answer(request.path_info)
        if found is None:
            return self.get_response(request)
        status, headers, body = found
        return HttpResponse(body, status=status, headers=headers)


class Readiness:
    """One look at a time, whoever asks and however often."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until = 0.0
        self._known: ProbeAnswer = (503, {}, b"")

    def answer(self) -> ProbeAnswer:
        with self._lock:
            if time.monotonic() >= self._until:
                self._known = self._look()
                self._until = time.monotonic() + REMEMBERED
            return self._known

    def _look(self) -> ProbeAnswer:
        told = {name: _told(check) for name, check in CHECKS.items()}
        is_ready = all(told[name] == "ok" for name in NEEDED)
        state = "ready" if is_ready else "not ready"
        if is_ready and set(told.values()) != {"ok"}:
            state = "degraded"
        headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
        if not is_ready:
            headers["Retry-After"] = "10"
        body = json.dumps({"status": state, "checks": told}).encode() + b"\n"
        return 200 if is_ready else 503, headers, body


def _told(check: Callable[[], None]) -> str:
    try:
        check()
    except Missing as missing:
        return str(missing)
    return "ok"


def check_database() -> None:
    """On a line of its own: the threads' lines may all wait for an answer."""
    _applied()


def check_migrations() -> None:
    """What this program knows and the database doesn't have yet."""
    try:
        applied = _applied()
    except Missing:
        raise Missing("unknown while the database is away") from None
    if missing := known_migrations() - applied:
        app, name = min(missing)
        raise Missing(f"{len(missing)} not applied, the first of them {app}.{name}")


def check_redis() -> None:
    """Without it pages and writes go on; live updates and quick starts of jobs wait."""
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 0),
        ) as client:
            client.ping()
    except (redis.RedisError, OSError):
        raise Missing("doesn't answer") from None


def check_disk() -> None:
    """The disk of VAR_DIR: logs, uploads, and the embedded database's data."""
    try:
        free = shutil.disk_usage(settings.VAR_DIR).free
    except OSError:
        raise Missing("the data folder can't be read") from None
    if free < LITTLE_ROOM:
        raise Missing(f"{free // 1024**2} MB left")


def check_jobs() -> None:
    """Whether workers work: one that hangs is alive for whoever asks it, and still does nothing."""
    try:
        [(waiting, hanging)] = _asked(STALLED, {"idle": IDLE, "long": LONG})
    except (Missing, ValueError):
        raise Missing("unknown while the database is away") from None
    if waiting:
        raise Missing(f"{waiting} due for over five minutes, and none was done since")
    if hanging:
        raise Missing(f"{hanging} at work for over half an hour")


CHECKS = {
    "database": check_database,
    "migrations": check_migrations,
    "redis": check_redis,
    "disk": check_disk,
    "jobs": check_jobs,
}
NEEDED = ("database", "migrations")
READINESS = Readiness()


def _applied() -> set[tuple[str, str]]:
    return set(_asked(APPLIED))


def _asked(sql: str, told: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    parameters = connections["default"].get_connection_params()
    del parameters["cursor_factory"]
    try:
        line = psycopg2.connect(**{**parameters, "connect_timeout": PATIENCE, "options": LIMIT})
    except psycopg2.Error:
        raise Missing("doesn't answer") from None
    try:
        with line.cursor() as cursor:
            cursor.execute(sql, told)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows
    except psycopg2.errors.UndefinedTable:
        return []
    except psycopg2.Error:
        raise Missing("doesn't answer") from None
    finally:
        line.close()


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """Read once: they are files of this program. What was squashed counts under its new name."""
    loader = MigrationLoader(connection=None)
    return frozenset(loader.disk_migrations)
