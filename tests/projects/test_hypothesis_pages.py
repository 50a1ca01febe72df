from datetime import UTC, datetime, time, timedelta

import pytest
from django.urls import reverse

from projects.models import Hypothesis
from tests.budgets import assert_budget


@pytest.fixture
def alices(client, alice, theme):
    client.force_login(alice)
    return client


@pytest.fixture
def hypothesis(theme, alice):
    return Hypothesis.draft(theme, prediction="It lands softly", threshold="2 m/s", by=alice)


def test_it_is_drafted_reworded_started_and_decided(alices, theme):
    alices.post(
        reverse("new_hypothesis", args=["AP"]),
        {
            "theme": theme.pk,
            "prediction": "It lands",
            "time_box_days": "14",
        },
    )
    hypothesis = Hypothesis.objects.get()
    start = reverse("hypothesis_starts", args=[hypothesis.pk])
    refused = alices.post(start)
    assert refused.status_code == 400
    assert b"from which value" in refused.content
    alices.post(
        reverse("hypothesis_rewordings", args=[hypothesis.pk]),
        {
            "prediction": "It lands",
            "threshold": "2 m/s",
            "time_box_days": "7",
        },
    )
    alices.post(start)
    alices.post(
        reverse("hypothesis_decisions", args=[hypothesis.pk]),
        {
            "verdict": "refuted",
            "decision": "A parachute",
        },
    )
    hypothesis.refresh_from_db()
    assert (hypothesis.verdict, hypothesis.time_box_days) == ("refuted", 7)
    page = alices.get(reverse("hypothesis", args=[hypothesis.pk])).content
    assert b"Refuted" in page
    assert b"A parachute" in page


def test_no_verdict_is_given_that_nobody_chose(alices, hypothesis, alice):
    hypothesis.start(by=alice)
    form = alices.get(f"/hypotheses/{hypothesis.pk}/").context["form"]
    assert form["verdict"].value() == ""
    refused = alices.post(f"/hypotheses/{hypothesis.pk}/decisions/", {"decision": "A parachute"})
    assert refused.status_code == 400
    hypothesis.refresh_from_db()
    assert not hypothesis.verdict


def test_its_page_is_headed_by_the_prediction_and_speaks_one_language(alices, hypothesis, alice):
    page = alices.get(f"/hypotheses/{hypothesis.pk}/").content.decode()
    assert "<h1>It lands softly <span" in page
    for path in (
        f"/hypotheses/{hypothesis.pk}/rewordings/",
        "/projects/AP/hypotheses/new/",
        f"/hypotheses/{hypothesis.pk}/",
    ):
        page = alices.get(path).content.decode()
        assert "Holds from" in page
        assert "Ends early if" in page
        assert "Threshold" not in page
        assert "Kill rule" not in page
    hypothesis.reword(prediction="It **lands**\n\nsoftly", by=alice)
    assert "<strong>lands</strong>" in alices.get(f"/hypotheses/{hypothesis.pk}/").content.decode()


def test_the_project_page_lists_them(alices, hypothesis):
    assert b"It lands softly" in alices.get(reverse("hypotheses", args=["AP"])).content


def test_it_is_amended_beside_the_locked_words_and_withdrawn(alices, hypothesis, alice):
    amend = reverse("hypothesis_amendments", args=[hypothesis.pk])
    sent = {"part": "time_box_days", "now": "30", "reason": "The boxes came late."}
    assert alices.post(amend, sent).status_code == 409  # it doesn't run yet
    hypothesis.start(by=alice)
    assert alices.post(amend, sent | {"reason": "late"}).status_code == 400
    assert alices.post(amend, sent).status_code == 302
    page = alices.get(f"/hypotheses/{hypothesis.pk}/").content.decode()
    assert "14 days" in page
    assert "30 days" in page
    assert "The boxes came late." in page
    withdraw = reverse("hypothesis_withdrawals", args=[hypothesis.pk])
    assert alices.post(withdraw, {"reason": "late"}).status_code == 400
    assert alices.post(withdraw, {"reason": "Nobody asks any more."}).status_code == 302
    page = alices.get(f"/hypotheses/{hypothesis.pk}/").content.decode()
    assert "Nobody asks any more." in page
    assert "Withdraw it" not in page
    assert "<h2>Decide</h2>" not in page


def test_an_overdue_one_is_called_so_after_three_days(alices, hypothesis, alice, time_machine):
    hypothesis.start(by=alice)
    for days, words in ((0, "its box has ended"), (3, "overdue")):
        time_machine.move_to(midday(hypothesis.due_on + timedelta(days=days)))
        alices.force_login(alice)
        page = alices.get(f"/hypotheses/{hypothesis.pk}/").content.decode()
        assert words in page
    assert b"overdue" in alices.get(reverse("hypotheses", args=["AP"])).content


def midday(day):
    return datetime.combine(day, time(12), UTC)


def test_guests_look_on_and_strangers_find_nothing(client, hypothesis, gina, charlie):
    client.force_login(gina)
    assert b"Start the test" not in client.get(f"/hypotheses/{hypothesis.pk}/").content
    assert client.get(reverse("new_hypothesis", args=["AP"])).status_code == 403
    client.force_login(charlie)
    for path in ("/projects/AP/hypotheses/", f"/hypotheses/{hypothesis.pk}/"):
        assert client.get(path).status_code == 404
    assert client.post(f"/hypotheses/{hypothesis.pk}/starts/").status_code == 404


def test_budgets(alices, hypothesis, theme, story, alice):
    def grow():
        for number in range(4):
            Hypothesis.draft(theme, prediction=f"P{number}", by=alice)
        story.test(hypothesis, by=alice)

    assert_budget("page ledger", lambda: alices.get(reverse("ledger")), grow)
    assert_budget("page hypotheses", lambda: alices.get(reverse("hypotheses", args=["AP"])), grow)
    assert_budget("page hypothesis", lambda: alices.get(f"/hypotheses/{hypothesis.pk}/"), grow)
