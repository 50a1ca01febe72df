"""The ledger: what is open, what came out, how long it took; and what is worded alike."""

from datetime import timedelta

import numpy as np
import pytest
from django.urls import reverse
from scipy import stats

from base import clock
from projects.ledger import LEAST, Figures
from projects.models import Hypothesis, Project, Theme
from teams.models import Team
from tests.budgets import assert_budget
from web.models import IdempotencyRecord

WHY = "Nobody asks any more."
ALIKE = "Ads by mood sell more than ads by age"


def predicted(theme, alice, prediction="It lands", **words):
    return Hypothesis.draft(theme, prediction=prediction, threshold="1", by=alice, **words)


def decided(theme, alice, days, *, box=14, rule=False, prediction="It lands"):
    one = predicted(theme, alice, prediction, time_box_days=box, kill_rule="It burns")
    one.start(by=alice)
    with clock.at(one.stated_at + timedelta(days=days)):
        one.decide("refuted", decision="A parachute", by_kill_rule=rule, by=alice)
    return one


def figures():
    with clock.at(clock.now() + timedelta(days=400)):
        return Figures.of(Hypothesis.objects.all())


def test_a_median_is_said_from_twelve_tests_on(theme, alice):
    for days in range(1, LEAST):
        decided(theme, alice, days)
    assert figures().median is None
    assert "and has 11" in figures().sentences[0]
    decided(theme, alice, 12)
    now = figures()
    assert now.median == 6
    assert now.interval.low <= 6 <= now.interval.high
    assert now.sentences[0].startswith("Half of those that get there have their verdict within 6 d")


def test_withdrawn_ones_compete_and_running_ones_are_censored(theme, alice):
    """Without anything withdrawn it is Kaplan and Meier's median, as scipy has it."""
    lasted = [3, 5, 5, 8, 9, 11, 14, 20, 30, 41]
    for days in lasted:
        decided(theme, alice, days)
    for _ in range(3):
        predicted(theme, alice).start(by=alice)
    now = figures()
    data = stats.CensoredData(uncensored=lasted, right=[400] * 3)
    curve = stats.ecdf(data).cdf
    first = curve.quantiles[np.argmax(curve.probabilities >= 0.5)]
    assert now.median == pytest.approx(first)
    for _ in range(10):
        one = predicted(theme, alice)
        one.start(by=alice)
        with clock.at(one.stated_at + timedelta(days=1)):
            one.withdraw(WHY, by=alice)
    assert figures().median == pytest.approx(first)  # of those that get there


def test_when_none_was_decided_there_is_no_median(theme, alice):
    for _ in range(LEAST):
        one = predicted(theme, alice)
        one.start(by=alice)
        one.withdraw(WHY, by=alice)
    now = figures()
    assert (now.tested, now.median, now.within_box.of, now.by_rule.of) == (LEAST, None, 0, 0)
    assert now.sentences == ["Fewer than half of those that get there have a verdict yet."]


def test_the_original_box_counts_whatever_was_amended(theme, alice):
    decided(theme, alice, 14, box=14)
    late = predicted(theme, alice, time_box_days=14)
    late.start(by=alice)
    late.amend("time_box_days", "60", "The boxes came late.", by=alice)
    with clock.at(late.stated_at + timedelta(days=30)):
        late.decide("supported", decision="Go on", by=alice)
    decided(theme, alice, 2, rule=True)
    predicted(theme, alice).start(by=alice)  # its box ends without a verdict
    now = figures()
    assert now.within_box == (2, 4)
    assert now.by_rule == (1, 3)
    assert now.within_box.interval.holds(0.5)
    assert "2 of 4 whose original box has ended were decided within it." in now.sentences
    assert "1 of 3 decided was stopped by its own rule." in now.sentences
    assert Figures.of(Hypothesis.objects.all()).within_box.of == 0  # no box has ended today


def test_it_shows_what_is_open_by_its_day_and_what_was_learned(client, theme, alice, gina, charlie):
    later = predicted(theme, alice, "It lands softly", time_box_days=30)
    sooner = predicted(theme, alice, "It floats", time_box_days=3)
    for one in (later, sooner):
        one.start(by=alice)
    decided(theme, alice, 1, prediction="It flies", rule=True)
    called_off = predicted(theme, alice, "It swims")
    called_off.withdraw(WHY, by=alice)
    for path in (reverse("hypotheses", args=["AP"]), reverse("ledger")):
        client.force_login(gina)
        page = client.get(path).content.decode()
        places = [page.index(words) for words in ("It floats", "It lands softly", "It flies")]
        assert places == sorted(places)
        assert "A parachute" in page
        assert "by its own rule" in page
        assert WHY in page
        found = client.get(path, {"q": "parachute"}).content.decode()
        assert "It flies" in found
        assert "It floats" not in found
        assert "No hypothesis is like that" in client.get(path, {"q": "x\0y"}).content.decode()
        assert client.get(path, {"page": "9" * 30}).status_code == 200
        assert client.get(path, {"page": "-1"}).status_code == 200
    client.force_login(charlie)
    assert "It floats" not in client.get(reverse("ledger")).content.decode()


def test_what_is_over_stands_on_pages(client, theme, alice, monkeypatch):
    monkeypatch.setattr("projects.ledger.PAGE", 2)
    for number in range(3):
        decided(theme, alice, number + 1, prediction=f"Prediction {number}")
    client.force_login(alice)
    first = client.get(reverse("ledger")).content.decode()
    assert "Prediction 2" in first
    assert "Prediction 0" not in first
    assert "Earlier" in first
    second = client.get(reverse("ledger"), {"page": 2}).content.decode()
    assert "Prediction 0" in second
    assert "Newer" in second
    assert "Earlier" not in second


def test_the_api_lists_searches_and_counts(api, theme, alice, charlie):
    decided(theme, alice, 1, prediction="It flies", rule=True)
    late = predicted(theme, alice, "It floats")
    late.start(by=alice)
    Hypothesis.objects.filter(pk=late.pk).update(due_on=clock.today() - timedelta(days=3))
    alices = api(alice)
    for path in ("hypotheses/", "projects/AP/hypotheses/"):
        assert [
            row["prediction"] for row in alices.get(path, {"q": "flies"}).json()["results"]
        ] == ["It flies"]
        overdue = alices.get(path, {"overdue": "true"}).json()["results"]
        assert [row["prediction"] for row in overdue] == ["It floats"]
        assert len(alices.get(path, {"overdue": "false"}).json()["results"]) == 1
        told = alices.get(f"{path}figures/").json()
        assert (told["tested"], told["decided"], told["by_kill_rule"]) == (2, 1, 1)
        assert told["median_days"] is None
    assert api(charlie).get("hypotheses/").json()["results"] == []
    assert api(charlie).get("projects/AP/hypotheses/figures/").status_code == 404


def test_it_costs_the_same_with_more_rows(api, theme, alice):
    alices = api(alice)

    def grow():
        for number in range(4):
            decided(theme, alice, number + 1)

    assert_budget("api ledger", lambda: alices.get("hypotheses/"), grow)
    assert_budget("api figures", lambda: alices.get("hypotheses/figures/"), grow)


# --- Worded alike ---------------------------------------------------------------------------------
@pytest.fixture
def elsewhere(charlie):
    """What a stranger's team tests, worded exactly so."""
    team = Team.objects.get(slug="others")
    project = Project.start(team, key="CO", name="Comet", by=charlie)
    theme = Theme.chart(project, title="Ads", by=charlie)
    one = Hypothesis.draft(theme, prediction=ALIKE, threshold="1", by=charlie)
    one.start(by=charlie)
    return one


def test_the_three_worded_most_alike_are_shown_of_what_one_sees(
    client, theme, alice, elsewhere, gina
):
    for number in range(4):
        decided(theme, alice, 1, prediction=f"Ads by mood sell more than ads by age {number}")
    predicted(theme, alice, "Ads by mood sell more, a draft")
    client.force_login(alice)
    there = reverse("hypothesis_alike", args=["AP"])
    page = client.post(there, {"prediction": ALIKE, "threshold": "5"})
    shown = page.context["alike"]
    assert len(shown) == 3
    assert all(one.project.key == "AP" and one.state == "decided" for one in shown)
    assert 'value="5"' in page.content.decode()  # what was typed stays
    assert not Hypothesis.objects.filter(threshold="5").exists()
    part = client.post(there, {"prediction": ALIKE}, headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    for words in ("Ads by mood", "The weather of Vienna is mild today", "", "x\0" * 20):
        answer = client.post(there, {"prediction": words})
        assert answer.context["alike"] == []
        assert b"Nothing worded alike" in answer.content
    twice = [client.post(there, {"prediction": ALIKE, "once": "a.1"}) for _ in range(2)]
    assert [len(answer.context["alike"]) for answer in twice] == [3, 3]
    assert not IdempotencyRecord.objects.exists()  # nothing of it is kept
    client.force_login(gina)
    refused = client.post(there, {"prediction": ALIKE}, headers={"HX-Request": "true"})
    assert refused.status_code == 403


def test_the_api_says_what_is_worded_alike(api, theme, alice, elsewhere, charlie):
    mine = decided(theme, alice, 1, prediction=f"{ALIKE} alone")
    path = "projects/AP/hypotheses/alike/"
    found = api(alice).post(path, {"prediction": ALIKE}).json()["alike"]
    assert [row["id"] for row in found] == [mine.pk]
    assert found[0]["decision"] == "A parachute"
    assert api(alice).post(path, {"prediction": ""}).status_code == 400
    assert api(charlie).post(path, {"prediction": ALIKE}).status_code == 404
