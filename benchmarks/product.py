"""The product as it runs in production, on a database of its own, for a benchmark to ask."""

from __future__ import annotations

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import psutil

from benchmarks.api_list import scratch_database, wait_for

if TYPE_CHECKING:
    from projects.models.project import Project
    from stories.models.column import Column
    from teams.models.team import Team
    from teams.models.user import User

KEY = "BENCH"


@contextmanager
def product(**variables: Any) -> Iterator[Any]:
    """Serve an empty, migrated installation; this process's Django is set up for it as well."""
    with scratch_database() as environment, tempfile.TemporaryDirectory() as folder:
        os.environ.update(environment, VAR_DIR=folder, **variables)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        subprocess.run([sys.executable, "-m", "config.prepare"], check=True, stdout=subprocess.PIPE)
        import django

        django.setup()
        from django.db import connection

        with closing(connection), closing(Product()) as served:
            yield served


class Product:
    """One web server process: what it costs, and clients that ask it."""

    def __init__(self) -> None:
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = probe.getsockname()
        self.url = "http://{}:{}".format(*self.address)
        command = [sys.executable, "-m", "config.server", "--port", str(self.address[1])]
        self.process = psutil.Popen(command)
        wait_for(self.address[1])

    def close(self) -> None:
        self.process.terminate()
        self.process.wait()

    @property
    def megabytes(self) -> float:
        return float(self.process.memory_info().rss / 2**20)

    @property
    def threads(self) -> int:
        return int(self.process.num_threads())

    @property
    def connections(self) -> int:
        """What the server holds open to the database, as the database sees it."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            return int(cursor.fetchone()[0])

    def client(self, **headers: Any) -> Client:
        return Client(self.address, headers)


class Client:
    """Connects anew for each request: the server closes lines that are silent for a few seconds."""

    def __init__(self, address: tuple[str, int], headers: dict[str, str]) -> None:
        self.line = http.client.HTTPConnection(*address, timeout=60)
        self.headers = headers

    def get(self, path: str) -> bytes:
        self.line.request("GET", path, headers=self.headers)
        return self._read(path)

    def post(self, path: str, **body: Any) -> bytes:
        headers = {**self.headers, "Content-Type": "application/json"}
        self.line.request("POST", path, json.dumps(body), headers)
        return self._read(path)

    def _read(self, path: str) -> bytes:
        answer = self.line.getresponse()
        body = answer.read()
        self.line.close()
        if answer.status not in (200, 201):
            raise SystemExit(f"{path} answered {answer.status}: {body[:300]!r}")
        return body


def people(count: int) -> tuple[Team, list[User]]:
    """A team with so many people; the first one leads it."""
    from teams.models import Team, User

    users = []
    for number in range(count):
        users.append(
            User.objects.create_user(f"person{number}@example.org", name=f"Person {number}")
        )
    root = User.objects.create_superuser("root@example.org", name="Root")
    team = Team.objects.create(name="Bench", slug="bench", size_limit=30)
    team.take_in(users[0], discipline="science", role="lead", by=root)
    for number, user in enumerate(users[1:]):
        discipline = ("engineering", "science")[number % 2]
        team.take_in(user, discipline=discipline, by=users[0])
    return team, users


def project_with(stories: int, team: Team, users: list[User]) -> tuple[Project, list[Column]]:
    """A project whose board is full: stories spread over three open columns, owners and themes."""
    from projects.models import Project, Theme
    from stories.models import Story

    project = Project.start(team, key=KEY, name="Bench", by=users[0])
    themes = []
    for n in range(5):
        themes.append(Theme.chart(project, title=f"Theme {n}", by=users[0]))
    columns = []
    for category in ("todo", "doing", "review"):
        columns.append(project.columns.first_of(category))
    rows = []
    for n in range(1, stories + 1):
        rows.append(
            Story(
                project=project,
                number=n,
                title=f"Story {n} that somebody on this team has to do",
                body="What is to be done, and why. " * 10,
                kind=("story", "bug", "chore")[n % 3],
                column=columns[n % 3],
                category=columns[n % 3].category,
                rank=n << 20,
                points=n % 8,
                labels=["data", "model"][: n % 3],
                owner=users[n % len(users)],
                theme=themes[n % 5],
            )
        )
    Story.objects.bulk_create(rows)
    Project.objects.filter(pk=project.pk).update(stories_numbered=stories)
    return project, columns


def token_of(user: User) -> str:
    from accounts.models import ApiToken

    return ApiToken.issue(user, name="bench")[1]


def session_of(user: User) -> str:
    """The key of a session such as the sign-in page makes."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key or ""


def told(name: str, seconds: list[float]) -> tuple[float, float]:
    """“name: median 12 ms, p95 20 ms, worst 31 ms of 50”."""
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, round(len(ordered) * 0.95))]
    print(
        f"{name}: median {statistics.median(ordered) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, "
        f"worst {ordered[-1] * 1000:.0f} ms of {len(ordered)}",
        flush=True,
    )
    return statistics.median(ordered), p95
