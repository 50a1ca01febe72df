"""The product served in this process, for tests that play one page; import the fixtures by name."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import expect

from live.endpoint import Endpoint
from tests.browser.player import PATIENCE, Complaints
from tests.live.conftest import no_lasting_connections, sign_in, wait_until
from tests.quiet import nobody_reads

__all__ = ["accessible", "drawn_again", "no_lasting_connections", "sign_in", "site", "visit"]

AXE = next((Path(__file__).parents[1] / "vendor/axe-core").rglob("axe.min.js"))
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
expect.set_options(timeout=PATIENCE)


def drawn_again(page):
    """Wait for the page, or a part of it, as it stands after what is sent: no stream, no file."""

    def is_drawn(answer):
        kind = answer.headers.get("content-type", "")
        return answer.request.method == "GET" and answer.ok and kind.startswith("text/html")

    return page.expect_response(is_drawn)


@pytest.fixture
def site(transactional_db, no_lasting_connections):
    """The address of a server that answers pages and the live stream."""
    from config.asgi import pages

    endpoint = Endpoint()  # of this test's loop; the product has one for its whole life

    async def application(scope, receive, send):
        is_live = scope["type"] == "http" and scope["path"].startswith("/live/")
        await (endpoint if is_live else pages)(scope, receive, send)

    options: dict[str, Any] = {"lifespan": "off", "log_config": None}
    config = uvicorn.Config(application, port=0, timeout_graceful_shutdown=1, **options)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    wait_until(lambda: server.started)
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    yield f"http://{host}:{port}"
    server.should_exit = True
    thread.join(10)
    # A thread that still reads for a page that is gone would lock tables that are emptied now.
    wait_until(nobody_reads)


@pytest.fixture
def visit(site, browser):
    """Open the site as somebody; what the console complains of fails the test."""
    contexts, complaints = [], Complaints()

    def note(said):
        if said.type == "error":
            complaints.append(said.text)

    def open_as(user, path, width=1280, **options):
        screen = {"width": width, "height": 860}
        context = browser.new_context(base_url=site, viewport=screen, **options)
        contexts.append(context)
        context.add_cookies([{"name": "sessionid", "value": sign_in(user), "url": site}])
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    visit: Any = open_as
    visit.complaints = complaints
    yield visit
    for context in contexts:
        context.close()
    assert complaints.unexpected == []


@pytest.fixture
def accessible():
    """Fail on what axe finds in a page; it is injected past the page's own CSP."""

    def check(page):
        page.evaluate(AXE.read_text())
        result = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        found = [
            f"{one['id']}: {one['help']}: {[node['html'][:160] for node in one['nodes'][:3]]}"
            for one in result["violations"]
        ]
        assert found == [], f"{page.url}: {found}"

    return check
