"""Seen by both disciplines while it is designed, and tested again by another."""

import pytest
from django.urls import reverse

from base.refusals import NotAllowed
from projects.models import Hypothesis
from projects.models.hypothesis import sides_that_wait
from projects.refusals import (
    HypothesisEditedSince,
    HypothesisOver,
    HypothesisStillOpen,
    SeenBySides,
)

WHY = "The sample was too small."


@pytest.fixture
def draft(theme, alice):
    return Hypothesis.draft(theme, prediction="It lands softly", threshold="2 m/s", by=alice)


def waiting(hypothesis):
    hypothesis.refresh_from_db()
    looks = hypothesis.looks.filter(words_hash=hypothesis.words_hash)
    return sides_that_wait(hypothesis.state, looks.values_list("side", flat=True))


def test_who_writes_it_has_seen_it_and_an_edit_asks_the_other_side_again(draft, alice, bob):
    assert waiting(draft) == ["engineering"]
    draft.see(by=bob)
    draft.see(by=bob)
    assert waiting(draft) == []
    assert draft.project.events.filter(verb="hypothesis_seen").count() == 1
    draft.reword(threshold="1 m/s", by=bob)
    assert waiting(draft) == ["science"]
    draft.start(by=alice)
    assert waiting(draft) == ["science"]  # no gate
    draft.see(by=alice)
    draft.amend("threshold", "3 m/s", WHY, by=alice)
    assert waiting(draft) == ["engineering"]
    draft.withdraw(WHY, by=bob)
    assert waiting(draft) == []


def test_who_has_no_side_looks_for_none_and_old_words_are_not_seen(draft, alice, bob, gina):
    with pytest.raises(NotAllowed):
        draft.see(by=gina)
    draft.project.team.take_in(bob, discipline="product", by=alice)
    with pytest.raises(SeenBySides):
        draft.see(by=bob)
    read = draft.words_hash
    draft.reword(prediction="It lands", by=alice)
    with pytest.raises(HypothesisEditedSince):
        draft.see(words_hash=read, by=alice)
    draft.withdraw(WHY, by=bob)
    with pytest.raises(HypothesisOver):
        draft.see(by=alice)


def test_its_page_says_who_has_not_looked_and_asks_them(client, draft, bob, gina, alice):
    page = f"/hypotheses/{draft.pk}/"
    client.force_login(bob)
    shown = client.get(page).content.decode()
    assert "Engineering hasn’t looked at this" in shown
    looks = reverse("hypothesis_looks", args=[draft.pk])
    assert client.post(looks, {"words_hash": "another"}).status_code == 409
    assert client.post(looks, {"words_hash": draft.words_hash}).status_code == 302
    assert "hasn’t looked" not in client.get(page).content.decode()
    draft.reword(prediction="It lands", by=alice)
    client.force_login(gina)
    assert "hasn’t looked" not in client.get(page).content.decode()
    draft.project.team.let_go(bob, by=alice)
    client.force_login(alice)
    assert "Nobody from engineering has looked at this" in client.get(page).content.decode()


def test_it_is_tested_again_by_another_with_the_words_in_force(client, draft, alice, bob):
    with pytest.raises(HypothesisStillOpen):
        draft.test_again(by=bob)
    draft.start(by=alice)
    draft.amend("time_box_days", "30", WHY, by=alice)
    draft.decide("inconclusive", decision="Ask better", by=alice)
    client.force_login(bob)
    answer = client.post(reverse("hypothesis_repetitions", args=[draft.pk]))
    again = Hypothesis.objects.get(tests_again=draft)
    assert answer["Location"] == reverse("hypothesis", args=[again.pk])
    assert (again.state, again.prediction, again.time_box_days) == ("draft", "It lands softly", 30)
    assert again.theme == draft.theme
    event = again.project.events.latest("pk")
    assert (event.verb, event.details["tests_again"]) == ("hypothesis_drafted", draft.pk)
    assert "Tests again" in client.get(f"/hypotheses/{again.pk}/").content.decode()
    assert "Tested again by" in client.get(f"/hypotheses/{draft.pk}/").content.decode()


def test_the_api_says_who_has_not_looked_and_what_tests_it_again(api, draft, alice, bob):
    bobs = api(bob)
    path = f"projects/AP/hypotheses/{draft.pk}/"
    assert bobs.get(path).json()["awaits"] == ["engineering"]
    draft.withdraw(WHY, by=alice)
    again = bobs.post(f"{path}repetitions/", {})
    assert again.status_code == 201, again.content
    row = bobs.get(path).json()
    assert row["awaits"] == []
    assert row["tested_again_in"] == [again.json()["id"]]
    assert again.json()["tests_again"] == draft.pk
