"""What the description says of answers, held against those that are given: status and headers."""

import jsonschema_rs
import pytest

from tests.api.described import OPERATIONS, meaning_of
from tests.api.sending import operation_of, send_and_forget
from tests.api.test_every_route import ROUTES
from tests.outages import database_away

# Of the transport, or of every page of the installation whatever it answers.
OF_ALL_PAGES = {
    "content-length",
    "content-type",
    "content-security-policy",
    "cross-origin-opener-policy",
    "referrer-policy",
    "x-content-type-options",
    "x-frame-options",
}


def faults_of(operation, answer):
    """How an answer differs from what its operation is said to answer."""
    status = str(answer.status_code)
    if status not in operation["responses"]:
        return [f"{status} isn't described"]
    told = meaning_of(operation["responses"][status])
    headers = {name.lower(): meaning_of(one) for name, one in told.get("headers", {}).items()}
    sent = {name.lower(): value for name, value in answer.headers.items()}
    faults = [f"{status} without {name}" for name in headers if missing(name, headers, sent)]
    for name, value in sent.items():
        if name not in headers and name not in OF_ALL_PAGES:
            faults.append(f"{status} with {name}: {value}, which isn't described")
        elif name in headers and not jsonschema_rs.is_valid(headers[name]["schema"], value):
            faults.append(f"{status} with {name}: {value}, which is described otherwise")
    if answer.content:
        media = answer["Content-Type"]
        if media not in told.get("content", {}):
            faults.append(f"{status} in {media}, which isn't described")
    return faults


def missing(name, headers, sent):
    return headers[name].get("required") and name not in sent


WHO = ["nobody", "stranger", "guest", "member", "lead", "lead with a session"]


@pytest.mark.parametrize("who", WHO)
def test_each_answer_is_as_it_is_described(api, rows, who, alice, bob, gina, charlie):
    people = {"stranger": charlie, "guest": gina, "member": bob, "lead": alice}
    client = api(people.get(who))
    if who == WHO[-1]:
        client.client.force_login(alice)
    wrong = {}
    for route in ROUTES:
        _, answer = send_and_forget(client, route, rows)
        if faults := faults_of(OPERATIONS[operation_of(route)], answer):
            wrong[route] = faults
    assert wrong == {}


STORY = "stories/AP-1/"


def answers(route, answer):
    """Nothing, if the answer is as the description says of this route."""
    assert faults_of(OPERATIONS[operation_of(route)], answer) == []
    return answer


def test_what_is_had_already_is_said_to_be_so(api, alice, stories):
    client = api(alice)
    for route, path in (("GET story-detail", STORY), ("GET story-list", "stories/")):
        tag = answers(route, client.get(path))["ETag"]
        assert answers(route, client.get(path, if_none_match=tag)).status_code == 304


def test_a_repeated_answer_says_so(api, alice, stories):
    client = api(alice)
    for _ in range(2):
        answer = client.post("stories/", {"project": "AP", "title": "A"}, idempotency_key="k")
        answers("POST story-list", answer)
    assert answer["Idempotent-Replayed"] == "true"
    other = client.post("stories/", {"project": "AP", "title": "B"}, idempotency_key="k")
    assert answers("POST story-list", other).status_code == 422


def test_what_was_changed_meanwhile_is_told_with_its_tag(api, alice, stories):
    answer = api(alice).post(f"{STORY}estimates/", {"points": 3}, if_match='"other"')
    assert answers("POST story-estimates", answer).status_code == 412
    assert answer.has_header("ETag")


def test_what_cannot_be_taken_or_given(api, alice, stories, settings):
    client = api(alice)
    refused = client.post_raw("stories/", b"{}", content_type="text/plain")
    assert answers("POST story-list", refused).status_code == 415
    assert answers("GET story-list", client.get("stories/", accept="text/html")).status_code == 406
    assert answers("GET story-list", client.get("stories/", {"colour": 1})).status_code == 400
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    large = client.post("stories/", {"project": "AP", "title": "Large"})
    assert answers("POST story-list", large).status_code == 413


def test_a_method_that_the_address_lacks(api, alice, stories):
    client = api(alice)
    answer = client.client.put(f"/api/v1/{STORY}", headers=client.headers)
    assert answers("GET story-detail", answer).status_code == 405


def test_too_many_requests_and_too_little_database(api, alice, stories, settings):
    client = api(alice)
    client.client.raise_request_exception = False
    with database_away():
        for route, path in (("GET story-detail", STORY), ("GET story-list", "stories/")):
            assert answers(route, client.get(path)).status_code == 503
    settings.API_LIMIT = "1/minute"
    client.get(STORY)
    assert answers("GET story-detail", client.get(STORY)).status_code == 429
