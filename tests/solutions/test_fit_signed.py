"""Signatures stand over a hash of all that a fit says, and fall with any change of it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from base import clock
from base.roles import Discipline
from history.models import Event
from history.models.event import STRUCK_OUT
from history.models.old_text import OldText
from projects.models import ShelfItem
from solutions.models import (
    FitItem,
    FitReview,
    FitSignature,
    Judgement,
    Solution,
    Stage,
)
from solutions.models.stage import marks_of, since_of, stage_of
from solutions.refusals import FitEditedSince, FitNotSettled, FitOfSides
from tests.present import present
from tests.solutions.fit import FITS, NO_TRIAL, current, item, judge, signed_by_both

MORNING = datetime(2031, 3, 2, 9, tzinfo=UTC)
NOON = datetime(2031, 3, 2, 12, tzinfo=UTC)


def lines(verb):
    return Event.objects.filter(verb=verb).order_by("pk")


@pytest.fixture
def lake(team, bob):
    return ShelfItem.put(team, kind="data_set", name="Lake", kept_by="engineering", by=bob)


@pytest.fixture
def review(solution, bob):
    return FitReview.begin(solution, by=bob)


@pytest.fixture
def signed(review, alice, bob):
    signed_by_both(review, alice, bob)
    return review


# --- Sign -----------------------------------------------------------------------------------------
def test_once_both_say_the_same_going_through_signs(review, now, alice, bob):
    assert not review.go_through(by=alice)
    assert review.go_through(by=bob)  # the same click
    assert FitSignature.objects.get().side == "engineering"
    assert marks_of(now()).missing == ["the fit isn't signed by science"]
    assert stage_of(now()) == Stage.SKETCHED
    assert review.go_through(by=alice)
    assert stage_of(now()) == Stage.FITS
    assert marks_of(now()).missing == [NO_TRIAL]
    first, second = lines("fit_signed")
    assert (first.actor, second.actor) == (bob, alice)
    assert first.details == {
        "solution": review.solution_id,
        "fit": review.pk,
        "side": "engineering",
        "fit_hash": current(review.solution).fit_hash,
    }


def test_it_fits_since_the_second_discipline_signed(review, now, alice, bob):
    with clock.at(MORNING):
        review.go_through(by=alice)
        review.go_through(by=bob)
    with clock.at(NOON):
        review.sign(by=alice)
    with clock.at(NOON + timedelta(hours=1)):
        review.sign(by=alice)
    assert since_of(now()) == NOON
    assert FitSignature.objects.count() == 2


@pytest.mark.parametrize("verdict", ["needs_change", "dont_know", "doesnt_apply", ""])
def test_it_is_signed_once_all_is_settled_as_fitting(review, alice, bob, verdict):
    review.go_through(by=alice)
    review.judge({one.pk: FITS for one in review.items.all()}, by=bob)
    for person in (alice, bob):
        judge(review, "Latency", verdict, by=person)
    if verdict == "doesnt_apply":
        assert review.sign(by=alice).side == "science"
    else:
        with pytest.raises(FitNotSettled, match="1 of 13 items"):
            review.sign(by=alice)
        assert not FitSignature.objects.exists()


def test_two_people_sign_for_two_disciplines(review, team, now, alice, bob):
    review.go_through(by=alice)
    review.go_through(by=bob)
    team.take_in(bob, discipline=Discipline.SCIENCE, by=alice)
    assert review.sign(by=bob).side == "engineering"  # as they were when they signed
    assert FitSignature.objects.count() == 1
    assert stage_of(now()) == Stage.SKETCHED


def test_a_signature_stands_when_its_signer_leaves_or_changes(signed, team, now, alice, bob):
    team.take_in(bob, discipline=Discipline.PRODUCT, by=alice)
    assert stage_of(now()) == Stage.FITS
    team.let_go(bob, by=alice)
    assert stage_of(now()) == Stage.FITS


def test_only_both_disciplines_sign(signed, team, root, alice, bob):
    with pytest.raises(FitOfSides):
        signed.sign(by=root)
    team.take_in(bob, discipline=Discipline.PRODUCT, by=alice)
    with pytest.raises(FitOfSides):
        signed.sign(by=bob)


# --- What it covers -------------------------------------------------------------------------------
def other_shelf(review, world):
    review.pick(item(review, "What exists").pk, [world["lake"]], by=world["bob"])


def cost(low, high):
    return lambda review, w: review.estimate_run_cost(
        run_cost_low=low, run_cost_high=high, by=w["bob"]
    )


EDITS = {
    "science_verdict": lambda r, w: judge(r, "Volume", "doesnt_apply", by=w["alice"]),
    "science_note": lambda r, w: judge(r, "Volume", note="A million", by=w["alice"]),
    "engineering_verdict": lambda r, w: judge(r, "Volume", "doesnt_apply", by=w["bob"]),
    "engineering_note": lambda r, w: judge(r, "Volume", note="A million", by=w["bob"]),
    "text": lambda r, w: r.ask("One more", by=w["bob"]),
    "shelf": other_shelf,
    "run_cost_low": cost(Decimal(5), Decimal(20)),
    "run_cost_high": cost(Decimal(10), Decimal(30)),
    "kind": lambda r, w: w["solution"].describe(kind="service", by=w["bob"]),
    "does": lambda r, w: w["solution"].describe(does="Another", by=w["bob"]),
    "meant_for": lambda r, w: w["solution"].describe(meant_for="Another", by=w["bob"]),
    "not_for": lambda r, w: w["solution"].describe(not_for="Another", by=w["bob"]),
    "use_cases": lambda r, w: w["solution"].serve(use_cases=[], by=w["bob"]),
    "hypotheses": lambda r, w: w["solution"].serve(hypotheses=[w["hypothesis"]], by=w["bob"]),
}
UNCOVERED = {
    "name": lambda r, w: w["solution"].rename("Another", by=w["bob"]),
    "science_keeper": lambda r, w: w["solution"].name_keepers(science_keeper=None, by=w["bob"]),
    "links": lambda r, w: w["solution"].link("Code", "https://git.example.org/", by=w["bob"]),
    "stories": lambda r, w: w["solution"].link_story(w["story"], by=w["bob"]),
    "shared_at": lambda r, w: (w["solution"].show(by=w["bob"]), r.show(by=w["bob"])),
}


@pytest.fixture
def world(solution, hypothesis, story, lake, alice, bob):
    return {
        "solution": solution,
        "hypothesis": hypothesis,
        "story": story,
        "lake": lake,
        "alice": alice,
        "bob": bob,
    }


@pytest.mark.parametrize("field", EDITS)
def test_an_edit_of_what_it_covers_voids_it(review, world, now, field):
    cost(Decimal(10), Decimal(20))(review, world)
    signed_by_both(review, world["alice"], world["bob"])
    assert stage_of(now()) == Stage.FITS
    was = current(review.solution).fit_hash
    EDITS[field](review, world)
    assert current(review.solution).fit_hash != was
    assert stage_of(now()) == Stage.SKETCHED
    assert FitSignature.objects.count() == 2  # they are seen, and what they stood over
    if field in OF_THE_REVIEW:
        assert present(Event.objects.order_by("pk").last()).details["voided_signatures"] == 2


OF_THE_REVIEW = set(EDITS) - {
    "kind",
    "does",
    "meant_for",
    "not_for",
    "use_cases",
    "hypotheses",
}


@pytest.mark.parametrize("field", UNCOVERED)
def test_what_it_does_not_cover_voids_nothing(signed, world, now, field):
    UNCOVERED[field](signed, world)
    assert stage_of(now()) == Stage.FITS


def test_every_field_is_known_to_be_covered_or_not():
    kept = {"id", "review", "position", "asks", "is_extra", "stories"}
    kept |= {"science_judged_at", "engineering_judged_at"}
    fields = {field.name for field in FitItem._meta.get_fields() if not field.auto_created}
    assert fields - EDITS.keys() - kept == set()
    kept = {"id", "project", "solution", "number", "is_current", "begun_at", "fit_hash"}
    fields = {field.name for field in FitReview._meta.get_fields() if not field.auto_created}
    assert fields - EDITS.keys() - UNCOVERED.keys() - kept == set()


def test_words_that_are_taken_back_are_those_that_were_signed(signed, solution, now, bob):
    solution.describe(does="Another", by=bob)
    assert stage_of(now()) == Stage.SKETCHED
    solution.describe(does="Predicts the height above the ground.", by=bob)
    assert stage_of(now()) == Stage.FITS


def test_a_new_round_is_signed_anew(signed, solution, now, alice, bob):
    again = FitReview.begin(solution, by=alice)
    assert stage_of(now()) == Stage.SKETCHED
    assert marks_of(now()).missing == ["the fit isn't signed by science and engineering"]
    again.sign(by=alice)
    again.go_through(by=bob)  # nothing is open: it signs
    assert stage_of(now()) == Stage.FITS


def test_after_180_days_it_says_that_it_is_old(signed, now):
    signatures = FitSignature.objects.all()
    signatures.update(signed_at=clock.now() - timedelta(days=181))
    assert "the fit was signed more than 180 days ago" in marks_of(now()).missing
    assert stage_of(now()) == Stage.FITS
    signatures.filter(side="science").update(signed_at=clock.now() - timedelta(days=179))
    assert marks_of(now()).missing == [NO_TRIAL]


def test_who_signs_has_read_what_stands_there(signed, alice, bob):
    was = current(signed.solution).fit_hash
    judge(signed, "Volume", note="A million", by=bob)
    for verb in (signed.sign, signed.go_through):
        with pytest.raises(FitEditedSince):
            verb(fit_hash=was, by=alice)
    assert signed.sign(fit_hash=current(signed.solution).fit_hash, by=alice)


def test_the_words_of_what_was_signed_are_kept(signed, solution, lake, alice, bob):
    signed.pick(item(signed, "What exists").pk, [lake], by=bob)
    judge(signed, "Volume", note="A million", by=bob)
    content = signed.sign(by=alice).content
    assert content["words"]["does"] == "Predicts the height above the ground."
    assert content["words"]["use_cases"] == ["Land softly"]
    assert content["items"][4]["shelf"] == ["Lake"]
    assert content["items"][2]["engineering_note"] == "A million"


def test_what_is_struck_out_is_gone_from_what_was_signed(review, solution, alice, bob):
    judge(review, "Volume", "fits", "hunter2", by=bob)
    signed_by_both(review, alice, bob)
    again = FitReview.begin(solution, by=alice)
    judge(again, "Volume", note="Told elsewhere", by=bob)
    OldText.objects.get(field="engineering_note").strike_out("A password", by=alice)
    assert item(review, "Volume").engineering_note == STRUCK_OUT
    for signature in FitSignature.objects.all():
        assert "hunter2" not in str(signature.content)
        assert signature.content["items"][2]["engineering_note"] == STRUCK_OUT
    solution.describe(does="Another", by=bob)
    old = OldText.objects.get(field="does")
    old.strike_out("A name", by=alice)
    assert STRUCK_OUT in str(present(FitSignature.objects.first()).content)


def test_the_database_holds_what_it_can(signed, gina):
    [first, _] = FitSignature.objects.order_by("pk")
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        FitSignature.objects.update(side="product")
    assert Solution.objects.in_stage("fits").count() == 1
    assert Judgement() == (None, None)
