"""The path of one solution, on its passport and in the API, to members and to guests."""

import pytest

from solutions.models import Deployment, FitReview, Judgement, Solution
from tests.solutions.conftest import MEANS


@pytest.fixture
def steps(api, alice, solution):
    def told(user=alice):
        answer = api(user).get(f"projects/AP/solutions/{solution.pk}/path/")
        assert answer.status_code == 200
        return {one["step"]: (one["state"], one["words"]) for one in answer.json()["steps"]}

    return told


def test_it_goes_on_step_by_step(client, steps, solution, draft, alice, bob):
    solution.name_keepers(engineering_keeper=None, by=alice)
    assert steps()["sketch"] == ("under_way", "nobody from engineering looks after it")
    solution.name_keepers(engineering_keeper=bob, by=alice)
    assert steps() == {
        "sketch": ("settled", "described, served and kept"),
        "fit": ("not_begun", "not begun"),
        "wild": ("under_way", "no trial has passed yet"),
        "live": ("not_begun", "not begun"),
    }
    review = FitReview.begin(solution, by=alice)
    assert steps()["fit"][0] == "under_way"
    judgements = {one.pk: Judgement("fits") for one in review.items.all()}
    for someone in (alice, bob):
        review.judge(judgements, by=someone)
    assert steps()["fit"] == ("under_way", "science and engineering to sign")
    review.sign(by=alice)
    assert steps()["fit"] == ("under_way", "engineering to sign")
    review.sign(by=bob)
    assert steps()["fit"] == ("settled", "signed")
    draft.start(by=alice)
    assert steps()["wild"] == ("under_way", "a trial runs")
    draft.decide("passed", learned="Radar sees the ground.", by=alice, **MEANS)
    assert steps()["wild"] == ("settled", "a trial passed")
    deployment = Deployment.plan(
        Solution.objects.get(pk=solution.pk), version="1.0", environment="production", by=alice
    )
    assert steps()["live"] == ("under_way", "planned")
    deployment.start(by=alice)
    deployment.go_live(by=alice)
    assert steps()["live"] == ("settled", "in production")

    client.force_login(alice)
    page = client.get(f"/solutions/{solution.pk}/").content.decode()
    assert "a trial passed" in page
    assert f'href="/solutions/{solution.pk}/#deployments"' in page


def test_other_words_need_another_trial(steps, solution, passed, alice):
    solution.describe(does="Predicts the wind.", by=alice)
    assert steps()["wild"] == ("under_way", "a trial of earlier words passed")


def test_a_guest_isnt_told_of_a_fit_that_wasnt_shown(steps, solution, alice, gina):
    review = FitReview.begin(solution, by=alice)
    solution.show(by=alice)
    assert set(steps(gina)) == {"sketch", "wild", "live"}
    review.show(by=alice)
    assert set(steps(gina)) == {"sketch", "fit", "wild", "live"}


def test_who_doesnt_see_it_has_no_path(api, solution, gina, charlie):
    for user in (gina, charlie):
        assert api(user).get(f"projects/AP/solutions/{solution.pk}/path/").status_code == 404
