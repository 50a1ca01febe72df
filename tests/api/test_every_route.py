"""Every address of the API, walked as nobody, stranger, guest, member and lead."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from config.api import urlpatterns
from metrics.models import HealthReport, SuccessMetric
from projects.models import Charter, Hypothesis, UseCase
from sprints.models import Retrospective, Standup
from stories.models import Column
from tests.api.routes import OWN, READS, WRITES

WITHOUT_ROWS = {"schema", "docs", None}
ROUTES = {
    f"{method.upper()} {pattern.name}": pattern
    for pattern in urlpatterns
    if pattern.name not in WITHOUT_ROWS
    for method in pattern.callback.actions
}


def test_every_write_is_in_the_table():
    writes = {name for name in ROUTES if name.startswith("POST ")}

    assert writes == set(WRITES), "routes.py says who may do what at each address"
    assert set(READS) | set(OWN) <= set(ROUTES)


@pytest.fixture
def rows(api, team, apollo, theme, sprint, stories, alice, bob):
    """One row of every kind; what addresses and bodies name."""
    client = api(alice)
    sprint.kick_off(by=alice)
    charter = Charter.write(
        apollo, end_point="Moon", success="Back", starts_on=date(2026, 1, 1),
        ends_on=date(2026, 6, 1), by=alice,
    )  # fmt: skip
    metric = SuccessMetric.define(
        apollo, kind="goodwill", name="Smiles", unit="x", baseline=1, target=2,
        due=date(2026, 6, 1), by=alice,
    )  # fmt: skip
    retrospective = Retrospective.hold(sprint, by=alice)
    due = timezone.localdate() + timedelta(days=7)
    away = date(2026, 4, 1)
    return {
        "story": stories[0],
        "comment": stories[0].comment("Words", by=alice),
        "column": Column.add(apollo, name="Lab", category="doing", by=alice),
        "absence": team.note_absence(bob, first_day=away, last_day=away, by=alice),
        "charter": charter,
        "theme": theme,
        "use-case": UseCase.distil(apollo, title="Landing", by=alice),
        "hypothesis": Hypothesis.draft(theme, prediction="It lands", threshold="1", by=alice),
        "event": apollo.events.first(),
        "standup": Standup.start(apollo, by=alice),
        "retrospective": retrospective,
        "action": retrospective.agree("Do it", owner=alice, due=due, by=alice),
        "success-metric": metric,
        "report": HealthReport.compute(team),
        "token": client.token,
        "doing": apollo.columns.first_of("doing"),
        "bob": bob,
    }


def address_of(pattern, rows):
    noun = pattern.name.rpartition("-")[0]
    noun = max((name for name in rows if pattern.name.startswith(name)), key=len, default=noun)
    known = {
        "key": "AP-1" if noun == "story" else "AP", "story": "AP-1", "project": "AP",
        "team": "orbit", "slug": "orbit", "number": 1, "version": 1, "sprint": 1,
        "user": rows["bob"].pk, "metric": rows["success-metric"].pk,
        "pk": rows[noun].pk if noun in rows else None,
    }  # fmt: skip
    names = pattern.pattern.regex.groupindex
    return reverse(pattern.name, kwargs={name: known[name] for name in names}).removeprefix(
        "/api/v1/"
    )


def body_of(route, rows):
    sent = WRITES[route][0]
    return {
        name: rows[value].pk
        if name in ("column", "user", "owner", "theme") and value in rows
        else value
        for name, value in sent.items()
    }


def ask(client, route, rows):
    """Ask, and forget what it did."""
    path = address_of(ROUTES[route], rows)
    with transaction.atomic():
        if route.startswith("GET "):
            answer = client.get(path)
        else:
            answer = client.post(path, body_of(route, rows))
        transaction.set_rollback(True)
    return answer.status_code


@pytest.mark.parametrize("who", ["nobody", "stranger", "guest", "member", "lead"])
def test_who_gets_what(api, rows, who, alice, bob, gina, charlie):
    people = {"nobody": None, "stranger": charlie, "guest": gina, "member": bob, "lead": alice}
    client = api(people[who])

    found = {route: ask(client, route, rows) for route in ROUTES}

    assert found == {route: expected(route, who) for route in ROUTES}


def expected(route, who):
    if who == "nobody":
        return 401
    if who == "stranger":
        return OWN.get(route, 404)
    place = ["guest", "member", "lead"].index(who)
    if route in WRITES:
        return WRITES[route][1:][place]
    return READS.get(route, (200, 200, 200))[place]
