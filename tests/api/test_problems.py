"""Each refusal has a code of its own, which says the same everywhere and explains itself."""

import ast
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from base.refusals import RULES, Refused
from config.api import ROOMS
from tests.api.routes import WRITES
from tests.api.test_every_route import ROUTES, address_of, body_of
from web.api.problem_pages import PAGE, as_markdown
from web.api.problem_types import FAULTS, OF_THE_API, PROBLEMS, all_types, known_types

KINDS = {"Refused", "Invalid", "Conflicting", "NotAllowed", "Absent"}
PRODUCT = sorted({*ROOMS, "base", "web", "history", "pulse", "notifications", "today", "facts"})
CALLS_WITH_CODES = {"Faulty", "ParseError", "problem", "ErrorDetail"}


@cache
def nodes():
    """All that the product's files consist of, each with where it stands."""
    found = []
    for room in PRODUCT:
        for path in sorted(Path(settings.BASE_DIR, room).rglob("*.py")):
            place = path.relative_to(settings.BASE_DIR)
            for node in ast.walk(ast.parse(path.read_text())):
                found.append((f"{place}:{vars(node).get('lineno')}", node))
    return found


@cache
def calls():
    """Each call of something with a plain name, and where it stands."""
    plain = []
    for place, node in nodes():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            plain.append((place, node))
    return plain


def test_the_page_of_reasons_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == as_markdown(), "run bin/problems"


def test_what_is_refused_is_refused_by_a_rule_of_its_own():
    nameless = [
        place
        for place, call in calls()
        if call.func.id in KINDS and not place.startswith("web/refusals.py")  # a page's own errors
    ]

    assert nameless == [], "write a class in the room's refusals.py, then run bin/problems"


def test_every_rule_is_held_to_somewhere():
    used = {call.func.id for _, call in calls()}
    for _, node in nodes():
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name):
            used.add(node.exc.id)
        if isinstance(node, ast.Assign):  # a rule that a shared verb raises, named by its noun
            used |= {each.id for each in ast.walk(node.value) if isinstance(each, ast.Name)}

    assert {rule.__name__ for rule in RULES.values()} - used == set()


def test_no_two_rules_share_a_code():
    taken = next(iter(RULES))
    codes = [one.code for one in all_types()]

    with pytest.raises(TypeError, match=taken):
        type("Another", (Refused,), {}, code=taken)
    assert len(codes) == len(set(codes))


def test_every_reason_says_itself_in_a_sentence_of_its_own():
    titles = [one.title for one in all_types()]

    assert len(titles) == len(set(titles))
    assert all(title.endswith(".") and "\n" not in title for title in titles)


def test_every_code_that_is_written_down_is_known():
    known = known_types().keys() | FAULTS.keys()
    unknown = []
    for place, call in calls():
        if call.func.id not in CALLS_WITH_CODES:
            continue
        codes = [word.value for word in call.keywords if word.arg == "code"]
        if call.func.id in ("ParseError", "ErrorDetail"):
            codes += call.args[1:2]
        unknown += [
            (place, code.value)
            for code in codes
            if isinstance(code, ast.Constant) and code.value not in known
        ]

    assert unknown == []


def test_a_type_leads_to_its_explanation(client):
    listed = client.get(PROBLEMS).json()

    assert [one["type"] for one in listed["types"]] == [one.reference for one in all_types()]
    assert {fault["code"] for fault in listed["faults"]} == set(FAULTS)
    for one in listed["types"]:
        assert client.get(one["type"]).json() == one


def test_an_unknown_type_is_told_as_a_problem(client):
    answer = client.get(f"{PROBLEMS}never-told/")

    assert answer.status_code == 404
    assert answer.json()["type"] == "/api/v1/problems/no-such-address/"


def test_the_description_names_every_type(client):
    described = client.get("/api/v1/schema/").json()["components"]["schemas"]["Problem"]

    examples = described["properties"]["type"]["examples"]
    assert examples == [one.reference for one in all_types()]


@pytest.mark.parametrize("who", ["nobody", "stranger", "guest", "lead"])
def test_every_refusal_has_a_type(api, rows, who, alice, gina, charlie):
    client = api({"nobody": None, "stranger": charlie, "guest": gina, "lead": alice}[who])

    for route in ROUTES:
        path = address_of(ROUTES[route], rows)
        for answer in odd_requests(client, route, path, rows):
            assert_explained(answer, f"{who}: {route}")


def odd_requests(client, route, path, rows):
    """What is refused whoever asks, and what depends on who does; nothing here is carried out."""
    yield client.get(path, {"zzz": "1"})
    yield client.get(path, accept="text/html")
    if route.startswith("POST "):
        yield client.post(path, {**body_of(route, rows), "zzz": 1})
        yield client.post_raw(path, b"{")
        yield client.post_raw(path, b"<xml/>", "application/xml")
        yield client.post(f"{path}?zzz=1", body_of(route, rows))
    if route in WRITES:
        yield client.client.trace(f"/api/v1/{path}", headers=client.headers)


def assert_explained(answer, place):
    if answer.status_code < 400:
        return
    told = answer.json()
    code = told["type"].removeprefix(PROBLEMS).rstrip("/")
    reason = known_types()[code]
    assert (told["status"], told["title"]) == (reason.status, reason.title), place
    assert answer.status_code == reason.status, place
    for fault in told.get("errors", []):
        assert fault["code"] in FAULTS | RULES, (place, fault)


def test_a_question_names_its_parameter_and_not_a_body(api, alice, apollo):
    answer = api(alice).get("projects/AP/forecasts/what-if/", {"by": "1999-01-01"})

    [fault] = answer.json()["errors"]
    assert (answer.status_code, fault["parameter"]) == (409, "by")
    assert fault["code"] == "forecast-beyond-reach"


def test_what_is_taken_already_is_a_conflict(api, alice, apollo):
    body = {"team": "orbit", "key": "AP", "name": "Another"}

    answer = api(alice).post("projects/", body)

    assert answer.status_code == 409
    assert answer.json()["type"] == "/api/v1/problems/not-unique/"
    assert answer.json()["errors"][0]["pointer"] == "#/key"


def test_every_status_has_a_type_for_what_says_no_more():
    statuses = {one.status for one in OF_THE_API}

    assert statuses >= {400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 422, 428, 429, 500, 503}
