"""ETags: nothing is sent twice, nothing is overwritten unseen."""

import pytest
from django.db import transaction

from tests.api.looked_together import NEVER_DONE
from tests.api.routes import WRITES
from tests.api.test_every_route import ROUTES, address_of, body_of


@pytest.fixture
def hers(api, alice, story):
    return api(alice)


@pytest.mark.parametrize("path", ["stories/AP-1/", "stories/", "projects/AP/", "me/"])
def test_what_is_known_already_is_not_sent_again(hers, path):
    etag = hers.get(path)["ETag"]

    assert hers.get(path, if_none_match=etag).status_code == 304
    assert hers.get(path, if_none_match='"other"').status_code == 200


def test_an_etag_changes_with_the_row(hers):
    etag = hers.get("stories/AP-1/")["ETag"]
    changed = hers.post("stories/AP-1/titles/", {"title": "Other"})

    assert changed["ETag"] != etag
    assert hers.get("stories/AP-1/")["ETag"] == changed["ETag"]


def test_if_match_guards_a_write(hers):
    etag = hers.get("stories/AP-1/")["ETag"]

    assert hers.post("stories/AP-1/titles/", {"title": "A"}, if_match=etag).status_code == 200
    refused = hers.post("stories/AP-1/titles/", {"title": "B"}, if_match=etag)

    assert refused.status_code == 412
    assert hers.get("stories/AP-1/").json()["title"] == "A"


def test_if_match_accepts_any_and_lists(hers):
    etag = hers.get("stories/AP-1/")["ETag"]

    assert hers.delete("stories/AP-1/blockers/", if_match="*").status_code == 200
    assert hers.delete("stories/AP-1/blockers/", if_match=f'"x", {etag}').status_code == 200


@pytest.mark.parametrize("path", ["teams/orbit/rhythms/", "projects/AP/edits/"])
def test_if_match_guards_teams_and_projects(hers, path):
    assert hers.post(path, {}, if_match='"old"').status_code == 412
    assert hers.post(path, {}, if_match=hers.get(path.rsplit("/", 2)[0] + "/")["ETag"])


def test_if_match_opens_a_finished_project_again(hers, apollo, alice):
    apollo.enter("finished", by=alice)
    etag = hers.get("projects/AP/")["ETag"]

    assert hers.post("projects/AP/states/", {"to": "active"}, if_match=etag).status_code == 200


def test_if_match_guards_a_token(hers):
    path = f"tokens/{hers.token.pk}/"

    assert hers.delete(path, if_match='"old"').status_code == 412


OF_NO_ROW = (
    "-list",
    "-bulk",
    "api-me-digests",
    "pulse-sheets",
    "forecast-retries",
    "hypothesis-alike",
)
OWN = "POST wall-own-"  # a note has a handle and a vote is set, so nothing is overwritten unseen
ROWS = [
    route
    for route in WRITES
    if not route.endswith(OF_NO_ROW) and not route.startswith(OWN) and route not in NEVER_DONE
]


@pytest.mark.parametrize("route", ROWS)
def test_every_change_of_a_row_is_held_against_what_was_read(api, alice, rows, route):
    """An outdated tag changes nothing and is told what stands now; the one it is told fits."""
    client, path, body = api(alice), address_of(ROUTES[route], rows), body_of(route, rows)

    def write(**headers):
        return client.send(route.split()[0], path, body, **headers)

    with transaction.atomic():
        refused = write(if_match='"old"')
        if WRITES[route][-1] == 404:
            assert refused.status_code == 404
            return
        now = refused.json().get("now")
        assert (refused.status_code, bool(now)) == (412, True)
        again = write(if_match=refused["ETag"])
        assert again.status_code == WRITES[route][-1]
        transaction.set_rollback(True)
