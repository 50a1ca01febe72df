"""A whole report and its comparison, with all that can be opened open."""

from datetime import timedelta

import pytest

from base import clock
from health.reports.building import build_report
from tests.browser.player import Player
from tests.browser.test_pages_look import NARROW, WIDE, flaws
from tests.told.chronicle import Chronicle
from tests.told.year import tell
from tests.world import PASSWORD

OPEN = "for (const one of document.querySelectorAll('main details')) one.open = true"


@pytest.fixture
def comet(transactional_db):
    comet = tell(Chronicle("Comet", "CM"))
    for days in (0, 1):
        with clock.at(comet.now + timedelta(days=days)):
            build_report(comet.team)
    comet.lead.set_password(PASSWORD)
    comet.lead.save(update_fields=["password"])
    return comet


def test_everything_open_fits_and_can_be_reached(browser, live_server, comet):
    found = []
    for scheme, size in (("light", NARROW), ("dark", WIDE)):
        player = Player(browser, live_server.url, viewport=size, color_scheme=scheme)
        player.sign_in(comet.lead.email, PASSWORD)
        for path in ("/teams/comet/health/", "/teams/comet/health/comparison/"):
            found += flaws(player, path, first=OPEN)
        player.leave()
    assert not found, "\n".join(found)
