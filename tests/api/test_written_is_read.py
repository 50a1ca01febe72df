"""What can be written can be read: each field of each write, in the row or where it says here."""

import pytest
from django.db import transaction

from tests.api.routes import WRITES
from tests.api.test_every_route import ROUTES, address_of, body_of

HOSTS = (
    "story",
    "comment",
    "use-case",
    "hypothesis",
    "wall",
    "solution",
    "trial",
    "incident",
)
# Fields that the row calls otherwise: what it calls them, with dots into what it holds.
CALLED = {
    ("api-me-digests", "wanted"): "wants_digests",
    ("story-assignments", "to"): "owner",
    ("story-blockers", "reason"): "blocked_reason",
    ("story-pairings", "user"): "coworkers",
    ("story-end-pairing", "user"): "coworkers",
    ("story-moves", "above"): "rank",
    ("story-moves", "below"): "rank",
    ("story-rankings", "above"): "rank",
    ("story-rankings", "below"): "rank",
    ("team-digests", "on"): "digest_since",
    ("membership-list", "email"): "user",
    ("project-states", "to"): "state",
    ("theme-states", "to"): "state",
    ("old-text-strike-out", "reason"): "struck_reason",
    ("action-stories", "sprint"): "story",  # whose `sprint` it is
    ("report-contests", "signal"): "contests",
    ("report-contests", "note"): "contests",
    ("token-list", "days"): "expires_at",
    ("question-list", "answer_by"): "round",
    ("question-list", "is_sealed"): "round",
    ("question-stances", "stance"): "answers",
    ("solution-stories", "story"): "stories",
    ("solution-end-story", "story"): "stories",
    ("solution-end-link", "link"): "links",
    ("trial-end-guardrail", "guardrail"): "guardrails",
    ("trial-stories", "story"): "stories",
    ("trial-end-story", "story"): "stories",
    ("solution-deployment-reports", "at"): "live_at",
    ("incident-restorations", "at"): "restored_at",
    ("incident-stories", "story"): "stories",
    ("deployment-stories", "story"): "stories",
    ("deployment-end-story", "story"): "stories",
    ("incident-end-story", "story"): "stories",
    ("trial-withdrawals", "reason"): "withdrawn_because",
    ("hypothesis-withdrawals", "reason"): "withdrawn_because",
    ("success-metric-hypotheses", "hypothesis"): "hypotheses",
    ("success-metric-end-hypothesis", "hypothesis"): "hypotheses",
    **{("fit-verdicts", name): "items" for name in ("item", "verdict", "note")},
    ("fit-items", "text"): "items",
    ("fit-stories", "item"): "items",
    ("fit-shelf", "item"): "items",
    ("wall-timers", "seconds"): "timer_ends_at",
    ("wall-discussions", "group"): "discussed",
    ("wall-note-moves", "to_group"): "group",
    **{("wall-own-notes", name): "notes" for name in ("words", "prompt", "handle")},
    **{("wall-own-rewordings", name): "notes" for name in ("words", "prompt", "handle")},
    ("wall-own-withdrawals", "handle"): "notes",
    **{("wall-own-votes", name): "votes" for name in ("group", "dots")},
    **{(f"file-of-{host}-list", "file"): "name" for host in HOSTS},
}
# Fields that another resource shows, by its route.
SHOWN_BY: dict[tuple[str, str], str | tuple[str, str]] = {
    ("success-metric-hypotheses", "reason"): ("hypothesis-detail", "amendments"),
    **{("story-change-bulk", name): "story-detail" for name in ("project", "stories", "drop")},
    ("story-change-bulk", "sprint"): ("story-detail", "sprint"),
    ("story-change-bulk", "owner"): ("story-detail", "owner"),
    ("story-change-bulk", "theme"): ("story-detail", "theme"),
    ("story-change-bulk", "add_labels"): ("story-detail", "labels"),
    ("story-bulk", "stories"): "story-detail",
    ("sprint-closing", "carry_into"): ("story-detail", "sprint"),
    ("team-report-list", "day"): ("report-detail", "as_of"),
    ("team-day-rates", "rate"): ("team-day-rate", "rate"),
    ("team-day-rates", "currency"): ("team-day-rate", "currency"),
    ("fit-list", "again"): "fit-detail",
    ("fit-list", "after"): "fit-detail",
    ("fit-stories", "title"): ("story-detail", "title"),
    ("fit-shelf", "shelf"): ("fit-detail", "items"),
    ("use-case-question-board", "chosen"): ("question-list", "state"),
}
NOT_AS_SENT = ("rank", "expires_at", "timer_ends_at", "wants_digests")
BECOMES = {  # what a note becomes shows the words that it was given
    "questions": ("question-detail", ("asked_from", "use_case", "text")),
    "hypotheses": (
        "hypothesis-detail",
        ("theme", "prediction", "threshold", "kill_rule", "time_box_days"),
    ),
    "themes": ("theme-detail", ("title",)),
    "stories": ("story-detail", ("title", "kind")),
    "actions": ("action-detail", ("owner", "due", "title")),
}
for kind, (shown, fields) in BECOMES.items():
    SHOWN_BY |= {(f"wall-note-{kind}", field): (shown, field) for field in fields}
SHOWN_BY["wall-note-moves", "to_prompt"] = ("wall-group-detail", "prompt")
# What somebody answered in the pulse is told to nobody; what is like a text isn't kept with it.
UNSIGNED = ("POST pulse-sheets", "POST hypothesis-alike")


def resource_of(route):
    pattern = ROUTES[route]
    return pattern.callback.cls, pattern.callback.actions[route.partition(" ")[0].lower()]


def taken_by(route):
    resource, action = resource_of(route)
    if action == "destroy":
        return {}
    if action == "partial_update":
        return resource.patch_takes().fields
    handler = getattr(resource, action)
    takes = getattr(handler, "takes", None) or getattr(resource, "takes", None)
    return takes().fields if takes else {}


def shape_of(route):
    resource, action = resource_of(route)
    made = action == "create" and getattr(resource, "created_shape", None)
    handler = getattr(resource, action)
    told = getattr(handler, "gives", None) or getattr(handler, "answers", None)
    return made or told or resource.shape


FIELDS = [(route, name) for route in WRITES if route not in UNSIGNED for name in taken_by(route)]


@pytest.mark.parametrize(("route", "name"), FIELDS)
def test_each_field_of_each_write_is_in_its_row(route, name):
    place = (route.split()[1], name)
    if place in SHOWN_BY:
        return
    assert CALLED.get(place, name) in shape_of(route)._declared_fields


def test_the_tables_name_what_there_is():
    fields = {(route.split()[1], name) for route, name in FIELDS}
    assert CALLED.keys() | SHOWN_BY.keys() <= fields
    for (route, name), called in CALLED.items():
        [method] = [one.split()[0] for one, _ in FIELDS if one.split()[1] == route][:1]
        assert name not in shape_of(f"{method} {route}")._declared_fields, called
    for shown in SHOWN_BY.values():
        route, *names = (shown,) if isinstance(shown, str) else shown
        assert set(names) <= set(shape_of(f"GET {route}")._declared_fields)


def fits(said, shown):
    """Whether what was sent is what is shown: itself, or the row that it names."""
    if isinstance(shown, list) and not isinstance(said, list):
        return any(fits(said, one) for one in shown)
    if isinstance(shown, dict) and not isinstance(said, dict):
        return said in shown.values()
    if isinstance(said, list) and not isinstance(shown, list):
        return shown in said  # a file, whose name is shown
    if isinstance(said, bool) and not isinstance(shown, bool):
        return said == bool(shown)
    return said == shown


@pytest.mark.parametrize(
    "route", [route for route in WRITES if WRITES[route][0] and route not in UNSIGNED]
)
def test_what_was_sent_is_shown_by_the_answer_and_by_the_row(api, rows, alice, route):
    lead = api(alice)
    path, body = address_of(ROUTES[route], rows), body_of(route, rows)
    with transaction.atomic():
        answer = lead.post(path, body)
        seen = [answer.json()] if answer.status_code < 300 and answer.content else []
        if "Location" in answer.headers:
            seen.append(lead.get(answer["Location"].partition("/api/v1/")[2]).json())
        transaction.set_rollback(True)
    for name, said in body.items():
        place = (route.split()[1], name)
        if place in SHOWN_BY or CALLED.get(place) in NOT_AS_SENT:
            continue
        for one in seen:
            assert fits(said, one[CALLED.get(place, name)]), (route, name, one)
