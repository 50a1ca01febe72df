"""Every kind of page, as lead and as guest, from 320 to 1280 pixels and in both themes.

The world is made of what widens pages: words without a break, many labels, long names. One browser
walks all pages; each is loaded once, then measured at every width.
"""

from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from projects.models import Project, Theme
from sprints.models import Sprint
from stories.models import Story
from tests.api.conftest import rows  # noqa: F401  one row of every kind
from tests.browser.player import Player
from tests.live.conftest import sign_in
from tests.web.addresses import PAGES
from tests.web.conftest import names  # noqa: F401
from tests.world import PASSWORD  # noqa: F401

AXE = next((Path(__file__).parents[1] / "vendor/axe-core").rglob("axe.min.js")).read_text()
BEYOND_WCAG = ("heading-order", "aria-allowed-role", "page-has-heading-one", "empty-heading")
# What passes isn't told, and style sheets aren't fetched again: no rule of these reads them.
BRIEFLY = {"resultTypes": ["violations"], "preload": False}
RULES = {
    **BRIEFLY,
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {rule: {"enabled": True} for rule in BEYOND_WCAG},
}
COLOURS = {**BRIEFLY, "runOnly": {"type": "rule", "values": ["color-contrast"]}}
PARTS = 2  # of the pages, so that no test walks over all
WIDTHS = (320, 390, 640, 768, 1024, 1280)
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3
NO_PAGE = {
    "sign_out",
    "health_json",
    "health_csv",
    "portfolio_csv",
    "brief_pdf",
    "kept_brief_pdf",
    "alive",
    "sign_in",
    "no_digests",
}
SEEN_APART = {"health_progress", "card", "sprint_forecast"}  # parts of pages

TURN_OVER = """() => {  // colours change by transitions, and those that inherit them after that
  for (let turn = 0; turn < 9; turn++)
    for (const one of document.getAnimations()) if (one instanceof CSSTransition) one.finish()
}"""
MEASURE = (Path(__file__).parent / "layout.js").read_text()


@pytest.fixture
def served(transactional_db, live_server):
    return live_server.url


@pytest.fixture
def odd(served, rows, apollo, theme, alice, bob, gina, team):  # noqa: F811
    """Whatever people type can be long and have no place to break."""
    alice.introduce(name=LONG[:120], time_zone="UTC", wants_digests=False)
    apollo.edit(name=LONG[:120], customer=LONG[:120], business_goal=LONG, by=alice)
    today = timezone.localdate()
    planned = Sprint.plan(apollo, starts_on=today + timedelta(days=40), goal=LONG, by=alice)
    labels = ["data-protection", "second-label"]
    Theme.chart(apollo, title=LONG[:160], starts_on=today, ends_on=today, by=alice)
    for place in range(5):
        where: dict[str, Any] = {"sprint": planned} if place % 2 else {}
        title = LONG if place == 2 else "A title of usual length that says what is to be done here"
        story = Story.write(
            apollo,
            title=title[:240],
            labels=labels[: place % 3],
            points=place or None,
            owner=alice if place % 2 else None,
            by=alice,
            **where,
        )
        if place == 4:
            story.block(LONG[:240], by=alice)
    first = apollo.stories.get(number=1)
    first.describe(f"{LONG}\n\n    {LONG}\n\n| {LONG} | b |\n|---|---|\n| 1 | 2 |", by=alice)
    first.comment(LONG, by=bob)
    first.label([LONG[:40], *labels], by=alice)
    first.rename(LONG[:240], by=alice)
    apollo.columns.first_of("doing").set_up(name=LONG[:40], wip_limit=1, by=alice)
    rows["hypothesis"].reword(
        prediction=LONG, threshold=LONG[:240], kill_rule=LONG[:240], time_box_days=14, by=alice
    )
    rows["use-case"].reword(title=LONG[:120], description=LONG, by=alice)
    team.rename(LONG[:120], by=alice)
    Project.start(team, key="EMPTY", name="Nothing in it", by=alice)
    return rows


@pytest.fixture
def walker(browser, served):
    players = []

    def come(user):
        player = Player(browser, served, viewport={"width": 1280, "height": 900})
        cookie = {"name": "sessionid", "value": sign_in(user), "url": served}
        player.context.add_cookies([cookie])
        players.append(player)
        return player

    yield come
    for player in players:
        player.leave()


def addresses(client, names):  # noqa: F811
    """Where a page answers for this reader, and the same pages where there is nothing to show."""
    empty = ["", "board/", "backlog/", "sprints/", "hypotheses/", "rhythm/", "forecast/"]
    found = [names(name) for name in sorted(set(PAGES) - NO_PAGE - SEEN_APART)]
    found += [f"/projects/EMPTY/{path}" for path in empty]
    found += [
        "/projects/AP/board/?sprint=all&lanes=owner",
        "/projects/AP/sprints/2/",
        "/search/?q=title",
    ]
    return [path for path in found if is_page(client.get(path))] + ["/no/such/page/"]


def is_page(answer):
    """Rather than a file, or nothing to see for this reader."""
    return answer.status_code == 200 and not answer.streaming


def flaws(player, path):
    player.complaints.clear()
    player.page.set_viewport_size({"width": 1280, "height": 900})
    player.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    said = title_of(player.go(path).text())
    page = player.page
    page.wait_for_function("() => !document.querySelector('.htmx-request')")
    found = page.evaluate(MEASURE, {"width": 1280})
    for width in WIDTHS[:-1]:
        page.set_viewport_size({"width": width, "height": 900})
        found += page.evaluate(MEASURE, {"width": width})
    page.evaluate(AXE)
    found += violations(page, RULES, "dark")
    page.set_viewport_size({"width": 1280, "height": 900})
    found += violations(page, COLOURS, "light")
    if page.title() != said:
        found.append(f"its title became “{page.title()}”")  # a part that came later did it
    return [f"{path}: {flaw}" for flaw in dict.fromkeys(found)]


def title_of(text):
    """As a browser has it."""
    return " ".join(unescape(text.partition("<title>")[2].partition("</title>")[0]).split())


def violations(page, rules, theme):
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.evaluate(TURN_OVER)
    return [
        f"{one['id']} × {len(one['nodes'])}: {one['nodes'][0]['html'][:200]}"
        for one in page.evaluate("rules => axe.run(rules)", rules)["violations"]
    ]


@pytest.fixture
def reader(who, alice, gina):
    return {"lead": alice, "guest": gina}[who]


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("who", ["lead", "guest"])
def test_every_page_fits_and_lines_up(client, walker, odd, names, reader, part):  # noqa: F811
    client.force_login(reader)
    paths = addresses(client, names)
    assert len(paths) > 25
    player = walker(reader)
    found = []
    for path in paths[part::PARTS]:
        found += flaws(player, path)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("who", ["lead", "guest"])
def test_no_two_pages_share_a_title(client, odd, names, reader):  # noqa: F811
    client.force_login(reader)
    titles: dict[str, set[str]] = {}
    for path in addresses(client, names):
        title = title_of(client.get(path).content.decode())
        titles.setdefault(title, set()).add(path.partition("?")[0])
    assert [pages for pages in titles.values() if len(pages) > 1] == []
