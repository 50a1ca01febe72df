"""A page beside a board of 100 cards: what each costs the server.

Pages are asked for in turns; what counts is the processor time of the server, so that other work on
the machine changes little.
"""

from __future__ import annotations

import statistics
from itertools import cycle
from typing import TYPE_CHECKING

import psutil

from benchmarks.product import KEY, people, product, project_with, session_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.product import Client, Product
    from projects.models import Project
    from teams.models.user import User

CARDS, TURNS = 100, 40


def beside_cards(what: str, page_of: Callable[[Project, list[User]], str]) -> None:
    """Print what a page costs beside the cards.

    Parameters
    ----------
    what
        What the page shows, for what is printed.
    page_of
        Makes what it shows in a project of eight people, the first of science and the second of
        engineering, and returns its address.
    """
    with product() as served:
        team, users = people(8)
        project, _ = project_with(CARDS, team, users)
        reader = served.client(Cookie=f"sessionid={session_of(users[0])}")
        pages = {
            f"a board of {CARDS} cards": f"/projects/{KEY}/board/",
            what: page_of(project, users),
        }
        costs: dict[str, list[float]] = {name: [] for name in pages}
        for path in pages.values():
            reader.get(path)
        for name, _ in zip(cycle(pages), range(2 * TURNS), strict=False):
            costs[name].append(cost_of(served, reader, pages[name]))
        cards, page = (statistics.median(times) for times in costs.values())
        for name, times in costs.items():
            print(f"{name}: {statistics.median(times) * 1000:.0f} ms of the processor")
        print(f"{what} costs {page / cards:.2f} of the cards")


def cost_of(served: Product, reader: Client, path: str) -> float:
    """Seconds of the processor that the server and its processes spent on one request."""
    before = spent(served)
    for _ in range(5):
        reader.get(path)
    return (spent(served) - before) / 5


def spent(served: Product) -> float:
    total = 0.0
    for one in (served.process, *served.process.children(recursive=True)):
        times = psutil.Process(one.pid).cpu_times()
        total += times.user + times.system
    return total
