"""A fit over the API: begun, judged, asked more, signed by a token for that, shown."""

import pytest

from projects.models import ShelfItem
from solutions.models import FitReview
from tests.api_client import ApiClient
from tests.budgets import assert_budget
from tests.solutions.fit import FITS, NO_TRIAL, current, item, items_of, signed_by_both


def refused(answer, status):
    assert answer.status_code == status, answer.content
    return answer.json()["type"].removeprefix("/api/v1/problems/").rstrip("/")


@pytest.fixture
def fits(solution):
    return f"projects/AP/solutions/{solution.pk}/fit/"


@pytest.fixture
def review(solution, bob):
    return FitReview.begin(solution, by=bob)


def test_a_round_is_begun_read_and_judged(api, fits, solution, bob, alice):
    client = api(bob)
    begun = client.post(fits, {"after": 0})
    assert begun.status_code == 201, begun.content
    assert begun["Location"].endswith("/fit/1/")
    assert refused(client.post(fits, {"after": 0}), 409) == "fit-begun-meanwhile"
    row = client.get(f"{fits}1/").json()
    assert row["missing"] == "13 of 13 items need science, 13 of 13 items need engineering"
    latency = row["items"][3]
    assert (latency["state"], latency["engineering_verdict"]) == ("both", "")
    given = {"item": latency["id"], "verdict": "needs_change", "note": "Two hours"}
    assert refused(client.post(f"{fits}1/verdicts/", given), 428) == "if-match-required"
    said = client.post(f"{fits}1/verdicts/", given, if_match=client.get(f"{fits}1/")["ETag"])
    assert said.status_code == 200, said.content
    latency = said.json()["items"][3]
    assert (latency["state"], latency["engineering_note"]) == ("science", "Two hours")
    stale = client.post(f"{fits}1/verdicts/", given | {"note": "One"}, if_match=begun["ETag"])
    assert stale.status_code == 412
    elsewhere = client.post(f"{fits}1/verdicts/", given | {"item": 10**9}, if_match="*")
    assert elsewhere.status_code == 404
    written = client.post(f"{fits}1/stories/", {"item": latency["id"], "title": "Faster"})
    assert written.json()["items"][3]["stories"] == ["AP-1"]
    assert client.get("projects/AP/solutions/").json()["results"][0]["missing"] == [
        "the fit isn't signed: 13 of 13 items need science, 12 of 13 items need engineering"
    ]
    assert client.get(fits).json()["results"][0]["round"] == 1


def test_run_cost_shelf_and_items(api, fits, review, team, bob):
    client = api(bob)
    changed = client.patch(f"{fits}1/", {"run_cost_low": 5, "run_cost_high": 7.5})
    assert changed.status_code == 200, changed.content
    assert (changed.json()["run_cost_low"], changed.json()["run_cost_high"]) == (5.0, 7.5)
    assert refused(client.patch(f"{fits}1/", {"run_cost_high": 1}), 409) == "run-cost-out-of-range"
    cost = {"run_cost_low": None, "run_cost_high": None}
    assert client.post(f"{fits}1/run-costs/", cost).json()["run_cost_low"] is None
    lake = ShelfItem.put(team, kind="data_set", name="Lake", kept_by="engineering", by=bob)
    picked = {"item": item(review, "What exists").pk, "shelf": [lake.pk]}
    assert client.post(f"{fits}1/shelf/", picked).json()["items"][4]["shelf"] == [lake.pk]
    picked["item"] = item(review, "Latency").pk
    assert refused(client.post(f"{fits}1/shelf/", picked), 409) == "not-asked-for-shelf"
    assert len(client.post(f"{fits}1/items/", {"text": "Who?"}).json()["items"]) == 14
    latency = item(review, "Latency").pk
    again = client.post(fits, {"again": [latency]})
    assert again.json()["round"] == 2
    assert refused(client.post(f"{fits}1/items/", {"text": "More"}), 409) == "fit-round-over"


def test_it_is_signed_by_a_token_for_that(fits, solution, review, alice, bob):
    plain, signing = ApiClient(alice, scope="write"), ApiClient(alice, scope="sign")
    for path in ("agreements", "signatures"):
        assert plain.post(f"{fits}1/{path}/", {}).status_code == 403
    read = signing.get(f"{fits}1/").json()["fit_hash"]
    said = signing.post(f"{fits}1/agreements/", {"fit_hash": read})
    assert said.status_code == 200, said.content
    assert said.json()["signatures"] == []
    stale = signing.post(f"{fits}1/signatures/", {"fit_hash": read})
    assert refused(stale, 409) == "fit-edited-since"
    assert refused(signing.post(f"{fits}1/signatures/", {}), 409) == "fit-not-settled"
    review.go_through(by=bob)
    row = signing.post(f"{fits}1/signatures/", {}).json()
    assert [(one["side"], one["stands"]) for one in row["signatures"]] == [
        ("engineering", True),
        ("science", True),
    ]
    assert row["missing"] == ""
    stage = signing.get(f"projects/AP/solutions/{solution.pk}/").json()
    assert (stage["stage"], stage["missing"]) == ("fits", [NO_TRIAL])
    solution.describe(does="Another", by=bob)
    row = signing.get(f"{fits}1/").json()
    assert not any(one["stands"] for one in row["signatures"])
    place = f"projects/AP/solutions/{solution.pk}/fit-signatures/"
    signed = signing.get(place).json()["results"]
    assert signed[0]["content"]["words"]["does"] == "Predicts the height above the ground."
    assert signing.get(f"{place}{signed[0]['id']}/").json()["round"] == 1


def test_guests_read_what_was_shown(api, fits, solution, review, alice, bob, gina, charlie):
    place = f"projects/AP/solutions/{solution.pk}/fit-signatures/"
    signed_by_both(review, alice, bob)
    assert api(gina).get(fits).status_code == 404
    assert refused(api(alice).post(f"{fits}1/shares/", {}), 409) == "fit-of-internal-solution"
    solution.show(by=alice)
    assert api(gina).get(fits).json()["results"] == []
    assert api(gina).get(place).json()["results"] == []
    assert api(alice).post(f"{fits}1/shares/", {}).json()["is_shared"]
    assert len(api(gina).get(place).json()["results"]) == 2
    assert api(gina).get(f"{fits}1/").status_code == 200
    assert api(gina).post(f"{fits}1/items/", {"text": "Mine"}).status_code == 403
    assert api(charlie).get(fits).status_code == 404
    assert api(charlie).get(place).status_code == 404
    assert not api(alice).delete(f"{fits}1/shares/").json()["is_shared"]
    assert api(gina).get(f"{fits}1/").status_code == 404


def test_the_checklist_is_read_and_edited_by_no_program(api, team, bob):
    place = "teams/orbit/fit-checklist/"
    told = api(bob).get(place).json()
    assert len(told["entries"]) == 13
    assert told["entries"][4]["asks"] == "shelf"
    assert refused(api(bob).post(place, {}), 403) == "session-only"


def test_many_rounds_cost_as_many_statements(api, fits, solution, review, alice, bob):
    client = api(alice)

    def grow():
        for _ in range(3):
            again = FitReview.begin(solution, by=bob)
            again.judge({one.pk: FITS for one in items_of(again)}, by=bob)
            again.judge({one.pk: FITS for one in items_of(again)}, by=alice)
            again.sign(by=alice)
        assert current(solution).number == 4

    assert_budget("api solution_fit", lambda: client.get(fits), grow)
