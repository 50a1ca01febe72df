"""A list of 100 stories by the API, against a bare WSGI program under the same server.

Both run at once and are asked in turns, so that whatever else the machine does hits both.
"""

import os
import secrets
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg2

ROUNDS, SECONDS, STORIES = 7, 1.5, 1000
LIST = "/api/v1/stories/?project=BENCH&order=rank&page_size=100"
SERVER = ["--loop", "uvloop", "--http", "httptools", "--lifespan", "off", "--no-access-log"]


def main() -> None:
    with scratch_database() as environment:
        token = seed(environment)
        with (
            serving("config.asgi:application", environment) as product,
            serving("benchmarks.bare_list:application", environment) as bare,
        ):
            asked = {"bare": (bare, "/", ""), "api": (product, LIST, token)}
            for clients in (1, 8):
                report(clients, measure(asked, clients))


def measure(asked: Any, clients: int) -> list[Any]:
    """Requests per second of each, round by round; the first round warms up and doesn't count."""
    rounds = []
    for _ in range(ROUNDS + 1):
        rounds.append({name: requests_per_second(clients, *where) for name, where in asked.items()})
    return rounds[1:]


def report(clients: int, rounds: Any) -> None:
    bare = statistics.median(one["bare"] for one in rounds)
    api = statistics.median(one["api"] for one in rounds)
    ratios = sorted(one["api"] / one["bare"] for one in rounds)
    print(
        f"{clients} client{'s' if clients > 1 else ''}: bare {bare:.0f}/s, API {api:.0f}/s, "
        f"ratio {statistics.median(ratios):.2f} (rounds {ratios[0]:.2f} to {ratios[-1]:.2f})",
        flush=True,
    )


def requests_per_second(clients: int, port: int, path: str, token: str) -> float:
    until, counts = time.perf_counter() + SECONDS, [0] * clients

    def ask(place: int) -> None:
        with closing(socket.create_connection(("127.0.0.1", port))) as connection:
            while time.perf_counter() < until:
                fetch(connection, path, token)
                counts[place] += 1

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - began)


def fetch(connection: Any, path: str, token: str) -> Any:
    """A client that costs nearly nothing: it looks for the length and swallows the body."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", f"Authorization: Bearer {token}"]
    connection.sendall("\r\n".join([*lines, "", ""]).encode())
    answer = b""
    while (end := answer.find(b"\r\n\r\n")) < 0:
        answer += connection.recv(65536)
    head = answer[:end].lower()
    if not head.startswith(b"http/1.1 200"):
        raise SystemExit(f"{path} answered {answer[:300]!r}")
    left = int(head.split(b"content-length:")[1].split(b"\r\n")[0]) - (len(answer) - end - 4)
    while left > 0:
        left -= len(connection.recv(262144))
    return answer


@contextmanager
def scratch_database() -> Iterator[Any]:
    """A database of its own beside the given one; yields the environment that leads to it."""
    given = urlsplit(os.environ["DATABASE_URL"])
    name = f"bench_{secrets.token_hex(4)}"
    with closing(psycopg2.connect(os.environ["DATABASE_URL"])) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"CREATE DATABASE {name}")
        try:
            yield {
                **os.environ,
                "DATABASE_URL": urlunsplit(given._replace(path=f"/{name}")),
                "DEBUG": "0",
                "SECRET_KEY": secrets.token_hex(32),
                "ALLOWED_HOSTS": "127.0.0.1",
                "API_LIMIT": "100000000/minute",
                "LOG_LEVEL": "WARNING",
            }
        finally:
            connection.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")


def seed(environment: dict[str, str]) -> str:
    """Fill the database in a process of its own, as ours may be set up for another one."""
    return subprocess.run(
        [sys.executable, "-c", "from benchmarks.api_list import fill; fill()"],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout.split()[-1]


@contextmanager
def serving(application: str, environment: dict[str, str]) -> Iterator[Any]:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", application, "--port", str(port), *SERVER]
    program = subprocess.Popen([*command, "--log-level", "warning"], env=environment)
    try:
        wait_for(port)
        yield port
    finally:
        program.terminate()
        program.wait()


def wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server doesn't answer.")


def fill() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        token = write_stories()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum would have done by the time anybody measures
    print(token)


def write_stories() -> str:
    from accounts.models import ApiToken
    from projects.models import Project, Theme
    from sprints.models import Sprint
    from stories.models import Story
    from teams.models import Team, User

    root = User.objects.create_superuser("root@example.org", name="Root")
    bob = User.objects.create_user("bob@example.org", name="Bob")
    team = Team.objects.create(name="Bench", slug="bench")
    team.take_in(root, discipline="science", role="lead", by=root)
    team.take_in(bob, discipline="engineering", by=root)
    project = Project.start(team, key="BENCH", name="Bench", by=root)
    theme = Theme.chart(project, title="A theme of the plan", by=root)
    sprint = Sprint.plan(project, starts_on=date(2026, 1, 5), by=root)
    for number in range(STORIES):
        story = Story.write(
            project,
            title=f"Story {number} that somebody has to do",
            by=root,
            body="What is to be done, and why. " * 10,
            points=number % 8,
            labels=["data", "model"],
            owner=root,
            theme=theme,
            sprint=sprint if number % 2 else None,
        )
        if number % 5 == 0:
            story.pair_with(bob, by=root)
    return ApiToken.issue(root, name="bench", scope="read")[1]


if __name__ == "__main__":
    main()
