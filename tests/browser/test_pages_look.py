"""Every page: nothing sticks out, nothing breaks the content policy, and axe finds nothing."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from health.reports.building import build_report
from metrics.models import SuccessMetric
from projects.models import Charter, Theme, UseCase
from sprints.models import Sprint
from stories.models import Story
from tests.browser.player import Player
from tests.world import PASSWORD

AXE = (Path(__file__).parents[1] / "vendor/axe-core/4.14.1/axe.min.js").read_text()
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 360, "height": 740}
PAGES = [
    "/",
    "/me/",
    "/me/tokens/",
    "/teams/orbit/",
    "/teams/orbit/health/",
    "/search/?q=story",
    "/projects/AP/",
    "/projects/AP/edit/",
    "/projects/AP/charters/",
    "/projects/AP/themes/",
    "/projects/AP/use-cases/",
    "/projects/AP/success-metrics/",
    "/projects/AP/activity/",
    "/projects/AP/hypotheses/",
    "/projects/AP/decisions/",
    "/shelf/",
    "/shelf/new/",
    "/projects/AP/decisions/new/",
    "/projects/AP/ceremonies/",
    "/projects/AP/board/",
    "/projects/AP/backlog/",
    "/projects/AP/sprints/",
    "/projects/AP/sprints/new/",
    "/projects/AP/sprints/1/",
    "/projects/AP/sprints/2/",
    "/projects/AP/sprints/2/closings/",
    "/projects/AP/sprints/3/",
    "/projects/AP/sprints/2/plans/",
    "/projects/new/",
    "/stories/AP-1/",
]
ADMIN_PAGES = [
    "/admin/",
    "/admin/teams/user/",
    "/admin/teams/user/add/",
    "/admin/teams/team/add/",
    "/admin/teams/membership/add/",
    "/admin/projects/project/add/",
    "/admin/projects/event/",
    "/admin/jobs/job/",
]


@pytest.fixture
def served(transactional_db, live_server, settings):
    settings.SIGN_IN_LIMIT_ADDRESS = "1000/minute"
    return live_server.url


@pytest.fixture
def told(served, apollo, stories, sprint, alice, bob):
    """A project with a closed, a running and a planned sprint, and something of everything."""
    today = timezone.localdate()
    Charter.write(
        apollo,
        end_point="Moon",
        success="Back again",
        starts_on=today - timedelta(days=30),
        ends_on=today + timedelta(days=90),
        by=alice,
    ).sign(by=alice)
    UseCase.distil(apollo, title="Walk on it", description="With **boots**.", by=alice)
    for state in Theme.State.values:
        theme = Theme.chart(
            apollo,
            title=f"A theme that is {state}",
            starts_on=today,
            ends_on=today + timedelta(days=40),
            by=alice,
        )
        theme.enter(state, by=alice)
    metric = SuccessMetric.define(
        apollo,
        kind="goodwill",
        name="Cheers",
        unit="%",
        baseline=10,
        target=60,
        due=date(2031, 1, 1),
        by=alice,
    )
    metric.observe(value=40, spread=5, grade=2, observed_on=today, by=alice)
    sprint.kick_off(by=alice)
    stories[0].move_to(apollo.columns.first_of("done"), by=alice)
    running = Sprint.plan(apollo, starts_on=today - timedelta(days=2), goal="Orbit", by=alice)
    sprint.close(carry_into=running, by=alice)
    running.kick_off(by=alice)
    added = Story.write(apollo, title="Added", points=3, owner=bob, sprint=running, by=alice)
    added.block("Waits for fuel", by=alice)
    planned = Sprint.plan(apollo, starts_on=today + timedelta(days=20), by=alice)
    Story.write(apollo, title="Nobody's yet", sprint=planned, by=alice)
    build_report(apollo.team)


def flaws(player, path, first="0"):
    """What is wrong with the page: what the browser says, what sticks out, what axe finds."""
    player.complaints.clear()
    answer = player.go(path)
    page = player.page
    page.evaluate("new Promise(done => setTimeout(done, 50))")  # widgets make themselves
    page.evaluate(first)
    # Before axe, which makes trouble of its own; the live stream is no part of this server.
    found = [each for each in player.complaints if "/live/" not in each]
    if answer.status != 200:
        found.append(f"status {answer.status}")
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if width > 0:
        found.append(f"{width} pixels too wide")
    page.evaluate(AXE)
    for violation in page.evaluate("rules => axe.run(rules)", RULES)["violations"]:
        node = violation["nodes"][0]["html"][:160]
        found.append(f"{violation['id']} × {len(violation['nodes'])}: {node}")
    return [f"{path}: {flaw}" for flaw in found]


@pytest.mark.parametrize(("scheme", "size"), [("light", NARROW), ("dark", WIDE)])
def test_pages(browser, served, told, scheme, size):
    player = Player(browser, served, viewport=size, color_scheme=scheme)
    player.sign_in("alice@example.org", PASSWORD)

    found = [flaw for path in PAGES for flaw in flaws(player, path)]
    assert not found, "\n".join(found)
    player.leave()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_admin_panel(browser, served, told, scheme):
    player = Player(browser, served, viewport=WIDE, color_scheme=scheme)
    player.sign_in("root@example.org", PASSWORD, to="/admin/")

    found = [flaw for path in ADMIN_PAGES for flaw in flaws(player, path)]
    assert not found, "\n".join(found)
    player.leave()


def test_without_scripts_the_forms_work(browser, served, apollo, alice):
    player = Player(browser, served, java_script_enabled=False)
    player.sign_in("alice@example.org", PASSWORD)
    player.follow("Write it")
    player.fill(end_point="Moon", success="Back", starts_on="2026-01-01", ends_on="2026-09-01")
    player.click("Write the charter")
    player.click("Sign version 1")
    player.follow("Plan the next one")
    player.fill(goal="Without a script")
    player.click("Plan sprint")

    assert apollo.charters.get().signatures.count() == 1
    assert apollo.sprints.get().goal == "Without a script"
    player.leave()
