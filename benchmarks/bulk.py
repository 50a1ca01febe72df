"""How long a colleague's change waits beside bulks of up to 500 stories in the same project.

Two clients speak to one server: one writes bulks, one after the other, and the other renames a
story all the while. What is told of is each rename, alone and beside the bulks.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import TYPE_CHECKING, Any

from benchmarks.product import KEY, people, product, project_with, token_of, told

if TYPE_CHECKING:
    from benchmarks.product import Client

SIZES = (1, 50, 200, 500)
BULKS, ALONE = 8, 40


def main() -> None:
    with product(API_LIMIT="1000000/minute") as served:
        team, users = people(4)
        project_with(1000, team, users)
        leader = served.client(Authorization=f"Bearer {token_of(users[0])}")
        whoever_wrote = {"If-Match": "*"}
        colleague = served.client(Authorization=f"Bearer {token_of(users[1])}", **whoever_wrote)
        names = count()
        told("a colleague's change alone", [rename(colleague, next(names)) for _ in range(ALONE)])
        for size in SIZES:
            bulks, waits = beside(leader, colleague, size, names)
            told(f"a bulk of {size}", bulks)
            told("  a colleague's change beside it", waits)


def beside(
    leader: Client, colleague: Client, size: int, names: Any
) -> tuple[list[float], list[float]]:
    """Return how long each bulk took, and how long each change beside them."""
    drafts: list[dict[str, Any]] = []
    for number in range(size):
        title = f"Story {number}"
        drafts.append({"project": KEY, "title": title, "points": 3, "labels": ["bulk"]})

    def write() -> list[float]:
        took = []
        for _ in range(BULKS):
            began = time.perf_counter()
            leader.post("/api/v1/stories/bulk/", stories=drafts)
            took.append(time.perf_counter() - began)
        return took

    waits = []
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        while not writing.done():
            waits.append(rename(colleague, next(names)))
        return writing.result(), waits


def rename(client: Client, number: int) -> float:
    began = time.perf_counter()
    client.post(f"/api/v1/stories/{KEY}-1/titles/", title=f"Name {number}")
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
