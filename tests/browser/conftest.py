import pytest
from playwright.sync_api import sync_playwright

from base import redis
from tests.browser.player import Player
from tests.browser.visiting import accessible, no_lasting_connections, site, visit  # noqa: F401
from tests.durability.programs import House, Python, Web, wait_until

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Worker(Python):
    """The product's own worker, as it is in production."""

    def __init__(self, **surroundings):
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "-c", "1"]
        super().__init__("worker", "celery", "-A", "config", "worker", *quiet, **surroundings)


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in item.nodeid:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture
def installation(transactional_db, tmp_path, settings):
    """Web server, worker and Redis as they run in production, on the database of this test."""
    house = House(tmp_path)
    house.redis.start_and_wait()
    settings.REDIS_URL = settings.CELERY_BROKER_URL = house.redis.url
    redis.client.cache_clear()
    house.web = house.program(Web)
    house.worker = house.program(Worker)
    for program in (house.web, house.worker):
        program.start()
    for program in (house.web, house.worker):
        wait_until(program.answers, program.name)
    yield house
    house.end()
    redis.client.cache_clear()


@pytest.fixture(scope="module")
def browser(chromium):
    """Ends with its module: while Playwright is there, its loop runs in this thread."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the test's questions are no part of it
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def play(browser, installation):
    """Call it for somebody at a browser of their own; at the end nobody may have seen an error."""
    players = []

    def come(**options):
        host, port = installation.web.address
        players.append(Player(browser, f"http://{host}:{port}", **options))
        return players[-1]

    yield come
    complaints = [complaint for player in players for complaint in player.complaints.unexpected]
    for player in players:
        player.leave()
    assert complaints == []
