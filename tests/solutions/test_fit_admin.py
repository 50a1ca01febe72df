"""Fits in the admin panel: by the verbs, and judged by nobody there."""

import json

import pytest

from history.models import Event
from solutions.models import FitChecklist, FitReview
from solutions.models.fit_checklist import DEFAULT_CHECKLIST, checklist_of
from tests.solutions.fit import current, item, items_of, judge, signed_by_both


@pytest.fixture
def panel(client, root):
    client.force_login(root)
    return client


@pytest.fixture
def review(solution, bob):
    return FitReview.begin(solution, by=bob)


def test_it_is_begun_asked_more_and_shown(panel, solution, alice):
    place = "/admin/solutions/fitreview/"
    assert panel.post(f"{place}add/", {"solution": solution.pk}).status_code == 302
    review = current(solution)
    change = f"{place}{review.pk}/change/"
    assert panel.get(change).status_code == 200
    cost = {"run_cost_low": "5", "run_cost_high": "7"}
    assert panel.post(change, cost).status_code == 302
    assert current(solution).run_cost_high == 7
    refused = panel.post(change, cost | {"run_cost_high": "1"})
    assert "from no more than to" in refused.content.decode()
    added = {"review": review.pk, "text": "Who reads it?"}
    assert panel.post("/admin/solutions/fititem/add/", added).status_code == 302
    assert items_of(review)[-1].text == "Who reads it?"
    panel.post(place, {"action": "show", "_selected_action": review.pk})
    assert not current(solution).is_shared  # its solution isn't
    solution.show(by=alice)
    panel.post(place, {"action": "show", "_selected_action": review.pk})
    assert current(solution).is_shared
    verbs = Event.objects.filter(verb__startswith="fit_").order_by("pk")
    assert [line.verb for line in verbs] == [
        "fit_begun",
        "fit_run_cost_estimated",
        "fit_item_asked",
        "fit_shown",
    ]


def test_all_of_it_is_looked_at(panel, review, alice, bob):
    judge(review, "Latency", "needs_change", by=bob)
    review.write_story(item(review, "Latency").pk, by=bob)
    judge(review, "Latency", "fits", by=bob)
    signed_by_both(review, alice, bob)
    for name in ("fitreview", "fititem", "fitsignature", "fitstory", "fitchecklist"):
        assert panel.get(f"/admin/solutions/{name}/").status_code == 200
    one = item(review, "Latency")
    answer = panel.post(f"/admin/solutions/fititem/{one.pk}/change/", {"science_verdict": "fits"})
    assert answer.status_code == 403


def test_a_checklist_is_written_by_leads_of_the_team(panel, client, team, alice, root):
    place = "/admin/solutions/fitchecklist/add/"
    entries = [["First", "", True, ""], ["Second", "For platforms", False, "shelf"]]
    sheet = {"team": team.pk, "entries": json.dumps(entries)}
    assert "Only a lead" in panel.post(place, sheet).content.decode()
    team.take_in(root, discipline="product", role="lead", by=alice)
    wrong = panel.post(place, sheet | {"entries": '[["First"]]'})
    assert "list of lists" in wrong.content.decode()
    assert panel.post(place, sheet).status_code == 302
    assert [list(one) for one in checklist_of(team)] == entries
    change = f"/admin/solutions/fitchecklist/{FitChecklist.objects.get().pk}/change/"
    sheet["entries"] = json.dumps([list(one) for one in DEFAULT_CHECKLIST])
    assert panel.post(change, sheet).status_code == 302
    assert checklist_of(team) == DEFAULT_CHECKLIST
