"""A board of 3,000 open cards: what its page costs, and when a move is seen in another browser."""

from __future__ import annotations

import os
import shutil
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from benchmarks.product import KEY, people, product, project_with, session_of, token_of, told
from tests.live.listener import Listener

if TYPE_CHECKING:
    from benchmarks.product import Client, Product
    from stories.models.column import Column

CARDS, PAGES, MOVES = 3000, 30, 50
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
BOARD = f"/projects/{KEY}/board/"
# Promises the moment, by the computer's clock, when the card stands in the column and was drawn.
WATCH = """
([story, column]) => {
  window.drawn = new Promise(resolve => {
    const look = () => {
      const card = document.getElementById(`story-${story}`)
      if (card?.parentElement?.dataset.column !== column) return
      watcher.disconnect()
      requestAnimationFrame(() => resolve(Date.now() / 1000))
    }
    const watcher = new MutationObserver(look)
    watcher.observe(document.querySelector("[data-stream]"), { childList: true, subtree: true })
  })
  return null
}
"""
# Nobody moves cards faster than this: what one move left to do is no part of the next one's time.
REST = """
async () => {
  const moment = await window.drawn
  await new Promise(resolve => setTimeout(resolve, 300))
  return moment
}
"""


def main() -> None:
    with product() as served:
        team, users = people(8)
        _, columns = project_with(CARDS, team, users)
        session = session_of(users[1])
        writer = served.client(Authorization=f"Bearer {token_of(users[0])}")
        measure_page(served.client(Cookie=f"sessionid={session}"))
        measure_stream(served, session, writer, columns)
        if CHROMIUM:
            measure_browser(served, session, writer, columns)
        else:
            print("a second browser: NOT MEASURED, as there is no Chromium (CHROMIUM=path)")


def measure_page(reader: Client) -> None:
    page = reader.get(BOARD)
    times = []
    for _ in range(PAGES):
        began = time.perf_counter()
        page = reader.get(BOARD)
        times.append(time.perf_counter() - began)
    told(f"the page of {CARDS} cards", times)
    print(f"its size: {len(page) / 1e6:.2f} MB, deflated {len(zlib.compress(page)) / 1e3:.0f} kB")
    assert page.count(b"data-story=") >= CARDS, "not every card is on the page"


def measure_stream(served: Product, session: str, writer: Client, columns: list[Column]) -> None:
    """From before the request until another client has the line: the whole way but the drawing."""
    times = []
    with Listener(served.address, KEY, session) as page:
        for turn in range(MOVES):
            began = time.perf_counter()
            move(writer, columns, turn)
            page.wait_until(lambda page, turn=turn: len(page.heard) > turn)
            times.append(page.heard[turn]["heard_at"] - began)
    told("a move until another client hears it", times)


def measure_browser(served: Product, session: str, writer: Client, columns: list[Column]) -> None:
    """From before the request until the card has been drawn in its new column."""
    with open_board(served, session) as page:
        times = []
        for turn in range(MOVES):
            page.evaluate(WATCH, [f"{KEY}-7", str(columns[turn % 2].pk)])
            began = time.time()
            move(writer, columns, turn)
            times.append(page.evaluate(REST) - began)
    told("a move until a second browser has drawn it", times)


def move(writer: Client, columns: list[Column], turn: int) -> None:
    writer.post(f"/api/v1/stories/{KEY}-7/moves/", column=columns[turn % 2].pk)


@contextmanager
def open_board(served: Product, session: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    # Playwright's loop would make Django refuse to talk to the database from this thread.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium
        with chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"]) as browser:
            context = browser.new_context()
            context.add_cookies([{"name": "sessionid", "value": session, "url": served.url}])
            page = context.new_page()
            began = time.perf_counter()
            page.goto(served.url + BOARD, wait_until="load")
            print(f"a browser has loaded the page after {time.perf_counter() - began:.1f} s")
            page.wait_for_selector("[data-live][data-state=open]")
            yield page


if __name__ == "__main__":
    main()
