"""Every page's address, walked as nobody, stranger, guest, member and lead."""

from datetime import date

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse

from metrics.digest import leaving
from metrics.models import HealthReport, SuccessMetric
from projects.models import Charter, Hypothesis, Release, UseCase
from sprints.models import Retrospective, Standup

OPEN = {"alive", "sign_in", "no_digests"}  # to everybody
OWN = {"dashboard", "me", "change_password", "sign_out", "tokens", "search", "new_project"}
LEADS = {
    "memberships", "membership", "project_edit", "new_sprint", "closings", "plans", "new_project",
    "targets", "success_metrics",
}  # fmt: skip
MEMBERS = {
    "absences", "themes", "theme", "use_cases", "use_case", "new_hypothesis",
    "hypothesis_rewordings", "observations", "appraisals", "releases", "release_uses",
    "write_story", "write_in_backlog",
}  # fmt: skip
REPORTS = {"health_report", "health_json", "health_csv"}  # guests a day after the team


def routes(patterns, prefix=""):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern


PAGES = {
    pattern.name: pattern
    for route, pattern in routes(get_resolver().url_patterns)
    if not route.startswith(("admin/", "api/", "^static", "static"))
}


@pytest.fixture
def names(apollo, stories, theme, sprint, alice, bob):
    """What stands in the addresses, by the route's own words; `pk` depends on the page."""
    sprint.kick_off(by=alice)
    retro = Retrospective.hold(sprint, by=alice)
    charter = Charter.write(
        apollo, end_point="Moon", success="Back", starts_on=date(2026, 1, 1),
        ends_on=date(2026, 7, 1), by=alice,
    )  # fmt: skip
    metric = SuccessMetric.define(
        apollo, kind="goodwill", name="Smiles", unit="a day", baseline=1, target=2,
        due=date(2030, 1, 1), by=alice,
    )  # fmt: skip
    hypothesis = Hypothesis.draft(theme, prediction="P", threshold="1", by=alice)
    absence = apollo.team.note_absence(
        bob, first_day=date(2030, 1, 1), last_day=date(2030, 1, 2), by=bob
    )
    rows = {
        "membership": apollo.team.memberships.get(user=bob),
        "departures": apollo.team.memberships.get(user=bob),
        "absence_removals": absence, "signatures": charter, "theme": theme,
        "use_case": UseCase.distil(apollo, title="U", by=alice), "hypothesis": hypothesis,
        "standup": Standup.start(apollo, by=alice), "observations": metric,
        "appraisals": metric, "targets": metric,
        "action": retro.agree("A", owner=bob, due=date(2030, 1, 1), by=alice),
        "health": HealthReport.compute(apollo.team), "contest": HealthReport.compute(apollo.team),
        "release": Release.announce(apollo, title="R", by=alice),
        "token": alice.api_tokens.model.issue(alice, name="Key")[0],
    }  # fmt: skip
    token = leaving.address_for(bob).rstrip("/").rpartition("/")[2]
    comment = stories[0].comment("Here", by=alice)
    words = {
        "key": "AP", "slug": "orbit", "number": 1, "token": token, "comment": comment.pk,
    }  # fmt: skip
    return lambda name: address(name, words, rows)


def address(name, words, rows):
    pattern = PAGES[name].pattern
    kwargs = {word: words[word] for word in pattern.converters if word in words}
    if "story" in str(pattern):
        kwargs["key"] = "AP-1"
    if "pk" in pattern.converters:
        stem = max((stem for stem in rows if name.startswith(stem)), key=len)
        kwargs["pk"] = rows[stem].pk
    return reverse(name, kwargs=kwargs)


def ask(client, method, path):
    with transaction.atomic():
        answer = getattr(client, method)(path)
        transaction.set_rollback(True)
    return answer.status_code


def walk(client, names, method):
    return {name: ask(client, method, names(name)) for name in sorted(PAGES) if name != "sign_out"}


def test_nobody_is_asked_to_sign_in(client, names):
    for method in ("get", "post"):
        found = walk(client, names, method)
        inside = {name: status for name, status in found.items() if name not in OPEN | {"sign_out"}}
        assert set(inside.values()) <= {302, 405}, inside


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_finds_nothing(client, names, charlie, method):
    client.force_login(charlie)
    found = walk(client, names, method)
    seen = {name: status for name, status in found.items() if name not in OPEN | OWN}
    assert set(seen.values()) <= {404, 405}, {n: s for n, s in seen.items() if s not in (404, 405)}


@pytest.mark.parametrize("who", ["guest", "member", "lead"])
def test_what_people_of_the_team_may_open(client, names, who, alice, bob, gina):
    client.force_login({"guest": gina, "member": bob, "lead": alice}[who])
    closed = {"guest": LEADS | MEMBERS | REPORTS, "member": LEADS, "lead": set()}[who]
    found = walk(client, names, "get")
    for name, status in found.items():
        wanted = {403, 404, 405} if name in closed else {200, 302, 405}
        assert status in wanted, (name, status)


@pytest.mark.parametrize("who", ["guest", "member", "lead"])
def test_an_empty_form_is_no_error_of_ours(client, names, who, alice, bob, gina):
    client.force_login({"guest": gina, "member": bob, "lead": alice}[who])
    found = walk(client, names, "post")
    assert not {name: status for name, status in found.items() if status >= 500}


JUNK = ["\x00", "💥" * 300, "-1", "99999999999999999999", "<script>", "2026-02-31", "1e400", "’"]
WORDS = ("q", "owner", "by", "sprint", "theme", "page", "days", "scope", "before", "kind", "date",
         "lanes", "show", "label", "after", "away", "top", "text")  # fmt: skip


@pytest.mark.parametrize("turn", range(2))
def test_nonsense_in_a_query_is_no_error_of_ours(client, names, turn, alice):
    client.force_login(alice)
    query = {word: JUNK[(place + 3 * turn) % len(JUNK)] for place, word in enumerate(WORDS)}
    for name in sorted(PAGES):
        assert client.get(names(name), query).status_code < 500, (name, query)
