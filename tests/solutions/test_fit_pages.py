"""The fit on pages: a table that both disciplines fill in by forms, and sign."""

from datetime import timedelta

import pytest
from django.test import Client

from base import clock
from base.roles import Discipline
from projects.models import ShelfItem
from solutions.models import FitChecklist, FitReview, FitSignature
from solutions.models.fit_checklist import DEFAULT_CHECKLIST, checklist_of
from stories.models import Story
from tests.budgets import assert_budget
from tests.present import present
from tests.solutions.fit import FITS, current, item, items_of, judge, signed_by_both
from tests.web.standing import standing_forms


@pytest.fixture
def page(solution):
    def read(user, path="fit/", status=200):
        client = Client()
        client.force_login(user)
        answer = client.get(f"/solutions/{solution.pk}/{path}")
        assert answer.status_code == status
        return answer.content.decode()

    return read


@pytest.fixture
def act(solution):
    def send(user, path, **fields):
        client = Client()
        client.force_login(user)
        return client.post(f"/solutions/{solution.pk}/fit/{path}/", fields)

    return send


@pytest.fixture
def review(solution, bob):
    return FitReview.begin(solution, by=bob)


def verdict(review, start, value, note=""):
    pk = item(review, start).pk
    return {f"verdict_{pk}": value, f"note_{pk}": note}


# --- Read -----------------------------------------------------------------------------------------
def test_it_is_begun_with_one_click(page, act, solution, alice, bob):
    assert "Nobody has begun to look" in page(alice)
    assert "signed: nobody has begun to look" in page(alice, "")
    assert act(bob, "rounds", after=0).status_code == 302
    assert len(items_of(current(solution))) == 13
    assert act(alice, "rounds", after=0).status_code == 409
    told = page(bob)
    assert "0 of 13 settled" in told
    assert "13 of 13 items need science" in told
    assert "Verdict on “Latency" in told


def test_each_sees_fields_of_its_own_discipline(page, review, alice, bob, root):
    judge(review, "Latency", "needs_change", "Too <slow>", by=bob)
    pk = item(review, "Latency").pk
    assert f'name="note_{pk}"' in page(alice)
    told = page(alice)
    assert "Needs change" in told
    assert "Too &lt;slow&gt;" in told
    assert "Save what science says" in told
    assert "Save what engineering says" in page(bob)


def test_product_reads_and_says_nothing(page, act, review, team, alice, bob):
    team.take_in(bob, discipline=Discipline.PRODUCT, by=alice)
    told = page(bob)
    assert "Save what" not in told
    assert "We went through" not in told
    assert "Nobody from engineering has looked at this" in told
    given = verdict(review, "Latency", "fits")
    assert act(bob, "verdicts", **given).url == "/"  # it says so where one came from
    assert item(review, "Latency").state == "both"
    assert "Nobody from engineering has looked at this" in page(alice)


def test_guests_and_strangers(page, act, review, solution, alice, gina, charlie):
    page(gina, status=404)
    page(charlie, status=404)
    judge(review, "Latency", "fits", "Of our own", by=alice)
    assert act(alice, "shows", round=1).status_code == 409  # the solution first
    solution.show(by=alice)
    assert "Of our own" not in page(gina)
    assert "team’s own until it shows it" in page(gina)
    assert 'id="fit"' not in page(gina, "")
    assert act(gina, "signatures", fit_hash=review.fit_hash).status_code == 404
    assert act(alice, "shows", round=1).status_code == 302
    told = page(gina)
    assert "Of our own" in told
    assert "Save what" not in told
    assert "Make internal" not in told
    assert "0 of 13" in page(gina, "")
    for path in ("verdicts", "agreements", "signatures", "stories", "rounds", "hides"):
        answer = act(gina, path, fit_hash="x", item=1, round=1, after=1)
        assert answer.status_code == (302 if path == "verdicts" else 403), path
        assert act(charlie, path).status_code == 404, path
    assert current(solution).is_shared
    for path in ("items", "run-cost", "shelf", "rounds"):
        page(gina, f"fit/{path}/", status=403)
    assert act(alice, "hides", round=1).status_code == 302
    assert "Of our own" not in page(gina)


# --- Verdicts -------------------------------------------------------------------------------------
def test_one_item_is_judged_by_one_post(act, review, alice):
    answer = act(alice, "verdicts", **verdict(review, "Latency", "needs_change", "Two hours"))
    assert answer.status_code == 302
    latency = item(review, "Latency")
    assert (latency.science_verdict, latency.science_note) == ("needs_change", "Two hours")
    assert latency.engineering_verdict == ""
    assert item(review, "Volume").science_verdict == ""


def test_several_are_judged_by_one_form(review, solution, alice):
    client = Client()
    client.force_login(alice)
    place = f"/solutions/{solution.pk}/fit/"
    [form] = [one for one in standing_forms(client, place) if one.to == f"{place}verdicts/"]
    given = verdict(review, "Latency", "fits", "Batch") | verdict(review, "Volume", "doesnt_apply")
    assert client.post(form.to, form.sheet | given).status_code == 302
    assert item(review, "Latency").science_note == "Batch"
    assert item(review, "Volume").science_verdict == "doesnt_apply"
    assert item(review, "Privacy").science_verdict == ""


def test_a_page_that_was_opened_before_overwrites_nothing_it_did_not_change(
    review, solution, team, alice, root
):
    client = Client()
    client.force_login(alice)
    place = f"/solutions/{solution.pk}/fit/"
    [form] = [one for one in standing_forms(client, place) if one.to == f"{place}verdicts/"]
    judge(review, "Latency", "fits", "Batch", by=alice)
    assert client.post(form.to, form.sheet | verdict(review, "Volume", "fits")).status_code == 302
    assert item(review, "Latency").science_note == "Batch"
    assert item(review, "Volume").science_verdict == "fits"
    refused = client.post(form.to, form.sheet | verdict(review, "Latency", "fits", "Stream"))
    assert refused.status_code == 409
    told = refused.content.decode()
    assert "Both texts are below" in told
    assert "Batch" in told
    assert "Stream" in told
    assert item(review, "Latency").science_note == "Batch"


def test_what_does_not_fit_comes_back_as_it_was_typed(act, review, alice):
    told = act(alice, "verdicts", **verdict(review, "Latency", "maybe", "x" * 1001))
    assert told.status_code == 400
    assert "x" * 1001 in told.content.decode()
    assert item(review, "Latency").science_verdict == ""


def test_what_asks_again_is_not_said_again_by_saving_the_rest(
    page, review, solution, done, alice, bob
):
    judge(review, "Latency", "needs_change", "Slow", by=bob)
    story = review.write_story(item(review, "Latency").pk, by=bob)
    story.move_to(done, by=bob)
    assert "the story is done. Does it fit now?" in page(bob)
    client = Client()
    client.force_login(bob)
    place = f"/solutions/{solution.pk}/fit/"
    [form] = [one for one in standing_forms(client, place) if one.to == f"{place}verdicts/"]
    assert client.post(form.to, form.sheet | verdict(review, "Volume", "fits")).status_code == 302
    latency = item(review, "Latency")
    assert (latency.state, latency.engineering_verdict) == ("both", "needs_change")
    given = {f"verdict_{latency.pk}": "needs_change"}
    assert client.post(form.to, given).status_code == 302
    assert item(review, "Latency").state == "science"


def test_what_needs_change_becomes_a_story(page, act, review, alice, bob):
    judge(review, "Latency", "needs_change", by=bob)
    assert "Make it a story" in page(alice)
    typed = verdict(review, "Volume", "fits", "Typed before the click")
    assert act(alice, "stories", item=item(review, "Latency").pk, **typed).status_code == 302
    assert item(review, "Volume").science_note == "Typed before the click"
    story = Story.objects.get()
    told = page(alice)
    assert story.key in told
    assert "Make it a story" not in told
    assert act(alice, "stories", item=item(review, "Volume").pk).status_code == 409


# --- Sign -----------------------------------------------------------------------------------------
def test_going_through_it_together_signs_once_both_agree(page, act, review, solution, alice, bob):
    assert "We went through these together" in page(alice)
    seen = current(solution).fit_hash
    assert act(alice, "agreements", fit_hash=seen).status_code == 302
    assert "is your signature as" in page(bob)
    assert act(bob, "agreements", fit_hash=seen).status_code == 409  # it isn't what stands there
    assert act(bob, "agreements", fit_hash=current(solution).fit_hash).status_code == 302
    assert FitSignature.objects.count() == 1
    assert "Not signed by science" in page(alice)
    assert "not by science" in page(alice, "")
    assert "Sign for science" in page(alice)
    assert act(alice, "signatures", fit_hash=current(solution).fit_hash).status_code == 302
    told = page(alice)
    assert "Sign for science" not in told
    assert "13 of 13 settled" in told
    assert "Fits" in page(alice, "")


def test_what_changed_since_somebody_signed_is_one_click_away(page, act, review, alice, bob):
    judge(review, "Latency", "fits", "Batch of an hour", by=bob)
    signed_by_both(review, alice, bob)
    judge(review, "Latency", note="Batch of a day", by=bob)
    told = page(alice)
    assert told.count("it was changed since") == 2
    signature = present(FitSignature.objects.filter(user=alice).first())
    assert f"/fit/signatures/{signature.pk}/" in told
    changes = page(alice, f"fit/signatures/{signature.pk}/")
    assert "Engineering’s note" in changes
    assert "<del>" in changes
    assert "Batch of " in changes
    judge(review, "Latency", note="Batch of an hour", by=bob)
    assert "it says what was signed" in page(alice, f"fit/signatures/{signature.pk}/")


def test_what_changed_is_read_by_who_reads_the_fit(page, review, solution, alice, bob, gina):
    signed_by_both(review, alice, bob)
    signature = present(FitSignature.objects.first())
    solution.show(by=alice)
    page(gina, f"fit/signatures/{signature.pk}/", status=404)
    review.show(by=alice)
    page(gina, f"fit/signatures/{signature.pk}/")
    judge(review, "Latency", note="Cleared for the customer", by=bob)
    page(gina, f"fit/signatures/{signature.pk}/", status=404)  # what it said before is the team's
    assert "What changed" not in page(gina)
    assert "What changed" in page(alice)
    page(alice, "fit/signatures/999999999/", status=404)


def test_after_180_days_it_says_so(page, review, alice, bob):
    signed_by_both(review, alice, bob)
    assert "more than 180 days ago" not in page(alice)
    with clock.at(clock.now() + timedelta(days=181)):
        assert "more than 180 days ago" in page(alice)


# --- Rounds and what items ask for ----------------------------------------------------------------
def test_the_next_round_asks_what_was_ticked(page, act, review, solution, alice):
    review.go_through(by=alice)
    told = page(alice, "fit/rounds/")
    assert "Privacy, law, fairness." in told
    latency = item(review, "Latency").pk
    assert act(alice, "rounds", after=1, again=latency).status_code == 302
    again = current(solution)
    assert item(again, "Latency").science_verdict == ""
    assert item(again, "Volume").science_verdict == "fits"
    assert "Round 1" in page(alice)
    earlier = page(alice, "fit/?round=1")
    assert "Save what" not in earlier
    for number in ("3", "x", "9" * 30):
        page(alice, f"fit/?round={number}", status=404)


def test_the_run_cost_and_the_shelf(page, act, review, team, solution, bob):
    lake = ShelfItem.put(team, kind="data_set", name="Lake", kept_by="engineering", by=bob)
    assert act(bob, "run-cost", run_cost_low="5", run_cost_high="").status_code == 400
    assert act(bob, "run-cost", run_cost_low="5", run_cost_high="7.5").status_code == 302
    assert "Lake" in page(bob, "fit/shelf/")
    assert act(bob, "shelf", shelf=lake.pk).status_code == 302
    told = page(bob)
    assert "5.00 to 7.50 a month" in told
    assert "Lake" in told
    assert act(bob, "items", text="Who reads it?").status_code == 302
    assert act(bob, "items", text="Who reads it?").status_code == 400
    assert "Who reads it?" in page(bob)


def test_a_checklist_without_the_shelf_picks_nothing(act, solution, team, alice):
    FitChecklist.write(team, [DEFAULT_CHECKLIST[0]], by=alice)
    FitReview.begin(solution, by=alice)
    assert act(alice, "shelf").url == "/"  # it says so where one came from


# --- The checklist --------------------------------------------------------------------------------
def test_a_lead_edits_the_checklist_one_a_line(client, team, alice, bob):
    place = "/teams/orbit/fit-checklist/"
    client.force_login(bob)
    assert client.get(place).status_code == 403
    client.force_login(alice)
    assert "Does it fit?" in client.get("/teams/orbit/").content.decode()
    [form] = [one for one in standing_forms(client, place) if "entries" in one.sheet]
    assert client.post(place, form.sheet).status_code == 302
    assert checklist_of(team) == DEFAULT_CHECKLIST
    assert not FitChecklist.objects.exists()  # nothing was changed
    typed = "* First\n\nSecond | For platforms [shelf]\n* Third [run cost]"
    assert client.post(place, form.sheet | {"entries": typed}).status_code == 302
    first, second, third = checklist_of(team)
    assert (second.text, second.otherwise, second.asks) == ("Second", "For platforms", "shelf")
    assert (first.text, third.text, third.asks) == ("First", "Third", "run_cost")
    assert (first.in_reports, second.in_reports, third.in_reports) == (True, False, True)
    for wrong in (
        "One [shelf]\nTwo [shelf]",
        "Same\nSame",
        "Same\nOther | Same",
        "*",
        "x" * 301,
        "\n".join(f"Item {n}" for n in range(41)),
    ):
        answer = client.post(place, {"entries": wrong})
        assert answer.status_code in (400, 409), wrong
    assert len(checklist_of(team)) == 3


def test_many_rounds_cost_as_many_statements(client, review, solution, team, alice, bob):
    judge(review, "Latency", "needs_change", by=bob)
    review.write_story(item(review, "Latency").pk, by=bob)
    lake = ShelfItem.put(team, kind="data_set", name="Lake", kept_by="engineering", by=bob)
    review.pick(item(review, "What exists").pk, [lake], by=bob)
    client.force_login(alice)

    def grow():
        again = FitReview.begin(solution, by=alice)
        for number in range(5):
            again.ask(f"More {number}", by=bob)
        again.judge({one.pk: FITS for one in items_of(again)[:3]}, by=bob)
        judge(again, "Volume", "needs_change", by=bob)
        again.write_story(item(again, "Volume").pk, by=bob)

    assert_budget("page solution_fit", lambda: client.get(f"/solutions/{solution.pk}/fit/"), grow)
