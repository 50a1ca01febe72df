"""How long until a second browser shows what somebody else did on a wall.

Fifty times a note is written under the seal, of which the other sees the new count, and fifty
times a group is named on the open wall. From before the request until the page has changed, in a
browser that has the wall open; both clocks are this machine's.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from benchmarks.product import (
    KEY,
    Client,
    people,
    product,
    project_with,
    session_of,
    token_of,
    told,
)
from bin.launch import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from walls.models import Wall

TIMES, NOTES = 50, 60
CHANGED = """words => new Promise(resolve => {
  const wall = document.querySelector("main")
  const look = () => {
    if (!wall.textContent.includes(words)) return false
    resolve(Date.now())
    return true
  }
  if (look()) return
  new MutationObserver((_, self) => look() && self.disconnect())
    .observe(wall, { childList: true, characterData: true, subtree: true })
})"""


def main() -> None:
    from playwright.sync_api import sync_playwright

    with product(DJANGO_ALLOW_ASYNC_UNSAFE="true") as served:
        team, users = people(8)
        project, _ = project_with(20, team, users)
        from projects.models import UseCase
        from tests.browser.conftest import FLAGS
        from walls.models import Wall

        use_case = UseCase.distil(project, title="Bench", by=users[0])
        wall = Wall.open_for(use_case, title="Bench", by=users[0])
        writer = served.client(Authorization=f"Bearer {token_of(users[0])}")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium.find_or_install(), args=FLAGS
            )
            context = browser.new_context(base_url=served.url)
            cookie: Any = {"name": "sessionid", "value": session_of(users[1]), "url": served.url}
            context.add_cookies([cookie])
            page = context.new_page()
            look_on(page, wall)
            told(
                "a note under the seal, until the other sees the count", counts(page, writer, wall)
            )
            wall.reveal(by=users[0])
            look_on(page, wall)
            told("a group’s name, until the other reads it", names(page, writer, wall))
            browser.close()


def look_on(page: Page, wall: Wall) -> None:
    page.goto(f"/walls/{wall.pk}/")
    page.locator("[data-live][data-state=open]").wait_for()


def counts(page: Page, writer: Client, wall: Wall) -> list[float]:
    path = f"/api/v1/projects/{KEY}/walls/{wall.pk}/own-notes/"
    prompt = wall.prompts.values_list("pk", flat=True)[0]
    seconds = []
    for number in range(1, NOTES + 1):
        words = {"words": f"Note {number}", "prompt": prompt}
        seconds.append(seen(page, writer, path, f"{number} note", words))
    return seconds[-TIMES:]


def names(page: Page, writer: Client, wall: Wall) -> list[float]:
    seconds = []
    for number, group in enumerate(wall.groups.all()[:TIMES]):
        path = f"/api/v1/projects/{KEY}/walls/{wall.pk}/groups/{group.pk}/names/"
        name = f"Named {number}."
        seconds.append(seen(page, writer, path, name, {"name": name}))
    return seconds


def seen(page: Page, writer: Client, path: str, words: str, body: dict[str, Any]) -> float:
    """Seconds from before the request until the words stand on the page."""
    with ThreadPoolExecutor(1) as pool:
        began = time.time()
        asked = pool.submit(writer.post, path, **body)
        moment = page.evaluate(CHANGED, words)
        asked.result()
    return float(moment / 1000 - began)


if __name__ == "__main__":
    main()
