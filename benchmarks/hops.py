"""How many of our own files a request that moves a story enters, from its address to row and job.

Middlewares and what the settings put around every call of the API are apart: whoever follows a verb
needs not read them. The second request counts, so that what is read once a process is no part of
it. With --names the files are listed in the order in which they are entered, with the functions.
"""

import argparse
import importlib.util
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from benchmarks.house import measured, sources
from benchmarks.product import people, product, project_with

APART = ("config/", "benchmarks/")
PAGE, API = "files entered by a page's POST", "files entered by an API's POST"

Entered = dict[str, list[str]]  # a file, from the project's root, with its functions


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench hops", description=__doc__)
    parser.add_argument("--names", action="store_true", help="list the files and functions, too")
    names = parser.parse_args().names
    with product():
        for title, send in _requests().items():
            send("review")
            entered = entered_by(partial(send, "doing"))
            functions = sum(len(each) for each in entered.values())
            print(f"{title}: {len(entered)} files, {functions} functions")
            measured.keep(**{title: str(len(entered))})
            for path, inside in entered.items() if names else ():
                print(f"  {path:40}{', '.join(inside)}")


def entered_by(send: Callable[[], object]) -> Entered:
    """The files of the project whose functions ran in this thread while something was sent."""
    entered: Entered = {}
    apart = (*APART, *_around_every_request())

    def note(frame: FrameType, event: str, _argument: object) -> None:
        path = Path(frame.f_code.co_filename)
        if event != "call" or sources.ROOT not in path.parents or ".venv" in path.parts:
            return
        name = str(path.relative_to(sources.ROOT))
        if not name.startswith(apart):
            functions = entered.setdefault(name, [])
            if frame.f_code.co_qualname not in functions:
                functions.append(frame.f_code.co_qualname)

    sys.setprofile(note)
    try:
        send()
    finally:
        sys.setprofile(None)
    return entered


def _around_every_request() -> list[str]:
    """The files of middlewares, and of the API's sign-in, limits, parser and refusals."""
    from django.conf import settings

    names = list(settings.MIDDLEWARE)
    for value in settings.REST_FRAMEWORK.values():
        names += value if isinstance(value, list) else [str(value)]
    paths = []
    for name in names:
        if "." not in name:
            continue
        found = importlib.util.find_spec(name.rpartition(".")[0])
        if found and found.origin and Path(found.origin).is_relative_to(sources.ROOT):
            paths.append(str(Path(found.origin).relative_to(sources.ROOT)))
    return paths


def _requests() -> dict[str, Callable[[str], object]]:
    """A move as a page sends it and as a program does, to the column of a category."""
    from django.test import Client
    from rest_framework.test import APIClient

    team, users = people(3)
    project, _ = project_with(6, team, users)
    story = project.stories.get(number=1)
    script = {"X-Requested-With": "fetch"}
    columns = {}
    for category in ("doing", "review"):
        columns[category] = project.columns.first_of(category).pk
    page = Client(SERVER_NAME="127.0.0.1")
    page.force_login(users[1])
    api = APIClient(SERVER_NAME="127.0.0.1")
    api.force_authenticate(users[1])

    def move(client: Any, address: str, **more: Any) -> Callable[[str], None]:
        def send(category: str) -> None:
            answer = client.post(address, {"column": columns[category]}, secure=True, **more)
            if answer.status_code >= 400:
                raise SystemExit(f"{address} answered {answer.status_code}: {answer.content!r}")

        return send

    return {
        PAGE: move(page, f"/stories/{story.key}/moves/", headers=script),
        API: move(api, f"/api/v1/stories/{story.key}/moves/", format="json"),
    }


if __name__ == "__main__":
    main()
