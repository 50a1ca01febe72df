"""Whatever is sent to whatever changes something: a sentence says no, and nothing has changed."""

import json
from itertools import count

import pytest
from django.db import transaction

from history.models import Event
from pulse.models import Wave
from tests.api.routes import WRITES
from tests.api.test_every_route import ROUTES, address_of, body_of
from tests.web.addresses import PAGES

TEXTS = [
    "\x00",
    "-1",
    "9" * 30,
    "0001-01-01",
    "2200-01-01",
    "NaN",
    "1e400",
    "²",
    "💥" * 3000,
    "[]",
    "10000-01-01",
    "9223372036854775808",
    "0000-00-00",
]
VALUES: list[object] = [
    *TEXTS,
    None,
    True,
    [],
    {},
    [[]],
    ["a", "a"],
    0,
    -1,
    1.5,
    10**30,
    -(2**63),
    1e308,
    float("nan"),
    float("-inf"),
    "\ud800",
    {"a": {"a": []}},
    [1] * 2000,
    "x" * 1_000_000,
]
BODIES = [
    (b"", "application/json"),
    (b"null", "application/json"),
    (b'{"a":' * 5000, "application/json"),
    (b"\xff\x00", "application/json"),
    (b"a=1", "application/x-www-form-urlencoded"),
    (b"--x", "multipart/form-data; boundary=x"),
    (b"{}", ""),
]
NAMES = [
    "user",
    "owner",
    "first_day",
    "last_day",
    "share",
    "day",
    "present",
    "shown",
    "lessons",
    "title",
    "due",
    "evidence",
    "prediction",
    "threshold",
    "kill_rule",
    "time_box_days",
    "theme",
    "verdict",
    "decision",
    "first_used_on",
    "value",
    "spread",
    "observed_on",
    "grade",
    "method",
    "source",
    "value_low",
    "value_high",
    "run_cost_low",
    "run_cost_high",
    "build_cost_low",
    "target",
    "kind",
    "build_cost_high",
    "appraised_on",
    "signal",
    "note",
    "on",
    "needs",
    "body",
    "internal",
    "risk",
    "column",
    "before",
    "after",
    "sprint",
    "coworker",
    "labels",
    "reason",
    "size",
    "unit",
    "do",
    "stories",
    "starts_on",
    "ends_on",
    "goal",
    "carry_into",
    "state",
    "position",
    "name",
    "key",
    "unit",
    "baseline",
    "discipline",
    "role",
    "capacity",
    "days",
    "scope",
    "content_hash",
    "help",
]
LEAVES = {"sign_out", "sign_in", "change_password"}


def refused_in_words(answer):
    """Whether it went through, or a problem says why not."""
    if answer.status_code < 400:
        return True
    return answer.status_code < 500 and bool(answer.json().get("detail") or answer.json()["errors"])


def asked(call, *sent):
    """Ask, and forget what it did; a refusal must have left no line of history."""
    before = Event.objects.count()
    with transaction.atomic():
        answer = call(*sent)
        has_changed = Event.objects.count() != before
        transaction.set_rollback(True)
    return answer, answer.status_code >= 400 and has_changed


def test_odd_values_in_every_field_of_the_api(api, rows, alice, team):
    caller, places, wrong = api(alice), count(), {}
    caller.client.raise_request_exception = False
    for route in WRITES:
        path, body = address_of(ROUTES[route], rows), body_of(route, rows)
        for name in [*body, *body]:
            value = VALUES[next(places) * 5 % len(VALUES)]
            sent = json.dumps({**body, name: value}).encode()
            answer, has_changed = asked(caller.post_raw, path, sent)
            if has_changed or not refused_in_words(answer):
                wrong[route, name, repr(value)[:40]] = answer.status_code
    assert not wrong


def test_no_body_at_all_and_bodies_of_other_kinds(api, rows, alice):
    caller, places, wrong = api(alice), count(), {}
    caller.client.raise_request_exception = False
    for route in WRITES:
        path = address_of(ROUTES[route], rows)
        for _ in range(2):
            body, kind = BODIES[next(places) % len(BODIES)]
            answer, has_changed = asked(caller.post_raw, path, body, kind)
            if has_changed or not refused_in_words(answer):
                wrong[route, body[:10], kind] = answer.status_code
    assert not wrong


@pytest.mark.parametrize("turn", range(2))
def test_odd_values_in_every_form(client, names, alice, team, turn):
    client.force_login(alice)
    client.raise_request_exception = False
    Wave.open_due(team)
    wrong = {}
    for page in sorted(set(PAGES) - LEAVES):
        sent = {
            name: TEXTS[(place + 5 * turn + len(page)) % len(TEXTS)]
            for place, name in enumerate(NAMES)
        }
        answer, has_changed = asked(client.post, names(page), sent)
        if answer.status_code >= 500 or has_changed:
            wrong[page] = answer.status_code
    assert not wrong
