"""Whether a solution fits: rounds, verdicts of each discipline, and what comes of them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from base.roles import Discipline, Role
from history.models import Event, OldText
from projects.models import ShelfItem
from projects.refusals import ProjectClosed
from solutions.models import FitItem, FitReview, FitStory, Judgement, Solution
from solutions.models.fit_checklist import DEFAULT_CHECKLIST, Asks
from solutions.models.stage import marks_of
from solutions.refusals import (
    FitBegunMeanwhile,
    FitItemAskedTwice,
    FitItemWithoutWords,
    FitNeedsNoChange,
    FitOfInternalSolution,
    FitOfSides,
    FitRoundOver,
    NoSuchFitItem,
    NotAskedForShelf,
    NotOnOurShelf,
    RunCostOutOfRange,
    SolutionEnded,
    TooManyFitItems,
)
from stories.models import Story
from teams.refusals import NotInTheTeam, RoleTooLow
from tests.present import present
from tests.solutions.fit import FITS, current, item, items_of, judge

SCIENCE_USES = "Can science use it"


def lines(verb):
    return Event.objects.filter(verb=verb).order_by("pk")


@pytest.fixture
def review(solution, bob):
    return FitReview.begin(solution, by=bob)


def sketch(project, kind, by):
    return Solution.sketch(project, name=kind, kind=kind, by=by)


# --- Begin ----------------------------------------------------------------------------------------
def test_a_review_begins_with_the_thirteen(review, solution, bob):
    assert [one.text for one in items_of(review)] == [one.text for one in DEFAULT_CHECKLIST]
    assert len(items_of(review)) == 13
    assert item(review, "What exists").asks == Asks.SHELF
    assert item(review, "Run cost").asks == Asks.RUN_COST
    [line] = lines("fit_begun")
    assert line.actor == bob
    assert line.is_internal
    assert line.details == {
        "solution": solution.pk,
        "fit": review.pk,
        "round": 1,
        "items": 13,
        "asked_again": 0,
    }


@pytest.mark.parametrize("kind", ["platform", "pipeline", "data_set"])
def test_what_science_uses_is_asked_whether_it_can(apollo, alice, kind):
    texts = [one.text for one in items_of(FitReview.begin(sketch(apollo, kind, alice), by=alice))]
    assert texts[1].startswith(SCIENCE_USES)
    assert len(texts) == 13


@pytest.mark.parametrize("kind", ["model", "service"])
def test_others_are_asked_for_the_same_features(apollo, alice, kind):
    texts = [one.text for one in items_of(FitReview.begin(sketch(apollo, kind, alice), by=alice))]
    assert texts[1] == "The same features in training and in use?"


def test_a_report_starts_with_four_and_is_asked_more_if_somebody_wishes(apollo, alice):
    review = FitReview.begin(sketch(apollo, "report", alice), by=alice)
    starts = ["Data in production", "Latency", "Watching it", "Privacy"]
    for one, start in zip(items_of(review), starts, strict=True):
        assert one.text.startswith(start)
    added = review.ask(" Who reads it? ", by=alice)
    assert items_of(review)[-1] == added
    assert added.text == "Who reads it?"
    assert lines("fit_item_asked").get().details["words"] == "Who reads it?"


def test_an_item_is_asked_once_in_words_and_forty_at_most(review, alice):
    with pytest.raises(FitItemAskedTwice):
        review.ask("Privacy, law, fairness.", by=alice)
    for text in (" ", "x" * 301):
        with pytest.raises(FitItemWithoutWords):
            review.ask(text, by=alice)
    for number in range(27):
        review.ask(f"More {number}", by=alice)
    with pytest.raises(TooManyFitItems):
        review.ask("One too many", by=alice)


def test_a_round_is_begun_after_the_one_that_was_looked_at(review, solution, alice):
    with pytest.raises(FitBegunMeanwhile):
        FitReview.begin(solution, after=0, by=alice)
    assert FitReview.begin(solution, after=1, by=alice).number == 2


def test_the_next_round_copies_the_last_and_asks_what_changed(review, solution, alice, bob):
    judge(review, "Volume", "fits", "A million a day", by=alice)
    judge(review, "Volume", "fits", by=bob)
    judge(review, "Latency", "fits", "Batch", by=alice)
    review.estimate_run_cost(run_cost_low=Decimal(10), run_cost_high=Decimal(20), by=bob)
    review.ask("Who reads it?", by=bob)
    judge(review, "Who reads", "doesnt_apply", by=bob)
    latency = item(review, "Latency").pk
    again = FitReview.begin(solution, again=[latency], by=bob)
    volume = item(again, "Volume")
    assert (volume.science_verdict, volume.science_note) == ("fits", "A million a day")
    assert volume.engineering_verdict == "fits"
    assert (item(again, "Latency").science_verdict, item(again, "Latency").science_note) == ("", "")
    assert item(again, "Who reads").engineering_verdict == "doesnt_apply"
    assert item(again, "Who reads").is_extra
    assert again.run_cost_high == 20
    assert lines("fit_begun").last().details["asked_again"] == 1
    assert item(review, "Latency").science_note == "Batch"  # the round before stays as it is


def test_an_item_of_other_words_asks_again_in_the_next_round(review, solution, alice):
    solution.describe(kind="pipeline", by=alice)
    judge(review, "The same features", "fits", by=alice)
    again = FitReview.begin(solution, by=alice)
    assert item(again, SCIENCE_USES).science_verdict == ""
    assert lines("fit_begun").last().details["asked_again"] == 1


def test_only_items_of_the_last_round_are_asked_again(review, solution, alice):
    with pytest.raises(NoSuchFitItem):
        FitReview.begin(solution, again=[10**9], by=alice)
    assert FitReview.objects.count() == 1


def test_only_the_newest_round_is_changed(review, solution, alice):
    FitReview.begin(solution, by=alice)
    for act in (
        lambda: judge(review, "Volume", "fits", by=alice),
        lambda: review.go_through(by=alice),
        lambda: review.sign(by=alice),
        lambda: review.ask("More", by=alice),
        lambda: review.estimate_run_cost(run_cost_low=None, run_cost_high=None, by=alice),
        lambda: review.pick(item(review, "What exists").pk, [], by=alice),
        lambda: review.write_story(item(review, "Volume").pk, by=alice),
    ):
        with pytest.raises(FitRoundOver):
            act()


# --- Verdicts -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("science", "engineering", "state"),
    [
        ("", "", "both"),
        ("fits", "", "engineering"),
        ("", "fits", "science"),
        ("fits", "dont_know", "engineering"),
        ("dont_know", "dont_know", "both"),
        ("fits", "needs_change", "differs"),
        ("fits", "doesnt_apply", "differs"),
        ("fits", "fits", "good"),
        ("doesnt_apply", "doesnt_apply", "good"),
        ("needs_change", "needs_change", "change"),
    ],
)
def test_an_item_is_settled_when_both_say_the_same_and_know_it(
    review, alice, bob, science, engineering, state
):
    judge(review, "Volume", science, by=alice)
    judge(review, "Volume", engineering, by=bob)
    volume = item(review, "Volume")
    assert volume.state == state
    assert volume.is_open == (state not in ("good", "change"))


def test_a_verdict_is_of_ones_own_discipline(review, alice, bob):
    judge(review, "Volume", "fits", " A million ", by=alice)
    judge(review, "Volume", "needs_change", by=bob)
    volume = item(review, "Volume")
    assert (volume.science_verdict, volume.science_note) == ("fits", "A million")
    assert (volume.engineering_verdict, volume.engineering_note) == ("needs_change", "")
    first, second = lines("fit_judged")
    assert first.details == {
        "solution": review.solution_id,
        "fit": review.pk,
        "item": volume.pk,
        "side": "science",
        "was": {"science_verdict": "", "science_note": ""},
        "now": {"science_verdict": "fits", "science_note": "A million"},
        "voided_signatures": 0,
    }
    assert second.details["side"] == "engineering"
    assert first.is_internal


def test_what_is_so_already_leaves_no_trace(review, alice):
    judge(review, "Volume", "fits", "A million", by=alice)
    judge(review, "Volume", "fits", "A million", by=alice)
    judge(review, "Volume", by=alice)
    assert lines("fit_judged").count() == 1


def test_a_note_that_is_overwritten_is_kept(review, alice):
    judge(review, "Volume", "fits", "A million", by=alice)
    judge(review, "Volume", note="Two million", by=alice)
    old = OldText.objects.get(field="science_note")
    assert old.text == "A million"
    assert item(review, "Volume").science_verdict == "fits"
    old.strike_out("Typed by mistake", by=alice)
    for line in lines("fit_judged"):
        assert "A million" not in str(line.details)


def test_several_items_are_judged_at_once_or_none(review, alice):
    volume, latency = item(review, "Volume").pk, item(review, "Latency").pk
    with pytest.raises(NoSuchFitItem):
        review.judge({volume: FITS, 10**9: FITS}, by=alice)
    with pytest.raises(ValidationError):
        review.judge({volume: FITS, latency: Judgement("maybe")}, by=alice)
    with pytest.raises(ValidationError):
        review.judge({volume: FITS, latency: Judgement("fits", "x" * 1001)}, by=alice)
    assert not lines("fit_judged").exists()
    review.judge({volume: FITS, latency: Judgement("dont_know", "Ask ops")}, by=alice)
    assert lines("fit_judged").count() == 2


def test_both_disciplines_judge_nobody_else(review, team, alice, bob, gina, root, charlie):
    with pytest.raises(RoleTooLow):
        judge(review, "Volume", "fits", by=gina)
    with pytest.raises(FitOfSides):
        judge(review, "Volume", "fits", by=root)
    with pytest.raises(NotInTheTeam):
        judge(review, "Volume", "fits", by=charlie)
    team.take_in(bob, discipline=Discipline.PRODUCT, by=alice)
    with pytest.raises(FitOfSides):
        judge(review, "Volume", "fits", by=bob)
    team.take_in(bob, discipline=Discipline.ENGINEERING, role=Role.GUEST, by=alice)
    with pytest.raises(RoleTooLow):
        review.go_through(by=bob)


def test_nothing_is_judged_of_what_is_over(review, solution, apollo, alice):
    solution.drop("Radar is blind above water.", by=alice)
    with pytest.raises(SolutionEnded):
        judge(review, "Volume", "fits", by=alice)
    with pytest.raises(SolutionEnded):
        FitReview.begin(solution, by=alice)
    solution.take_up_again(by=alice)
    apollo.enter("finished", by=alice)
    with pytest.raises(ProjectClosed):
        judge(review, "Volume", "fits", by=alice)


def test_going_through_sets_what_is_open_for_ones_own_discipline(review, alice, bob):
    judge(review, "Volume", "needs_change", by=alice)
    judge(review, "Volume", "needs_change", by=bob)
    judge(review, "Latency", "dont_know", "Ask ops", by=alice)
    assert not review.go_through(by=alice)
    assert item(review, "Volume").science_verdict == "needs_change"  # both say so: it is settled
    assert item(review, "Latency").science_verdict == "fits"
    assert item(review, "Latency").science_note == "Ask ops"
    assert item(review, "Latency").engineering_verdict == ""
    line = present(lines("fit_gone_through").last())
    assert len(line.details["items"]) == 12
    assert not review.go_through(by=alice)  # nothing is left of its own to say
    assert lines("fit_gone_through").count() == 1


def test_what_is_missing_is_counted_in_words(review, solution, now, alice, bob):
    assert marks_of(now()).missing == [
        "the fit isn't signed: 13 of 13 items need science, 13 of 13 items need engineering"
    ]
    review.go_through(by=alice)
    review.judge({one.pk: FITS for one in items_of(review)[:10]}, by=bob)
    assert marks_of(now()).missing == ["the fit isn't signed: 3 of 13 items need engineering"]
    rest = items_of(review)[10:]
    review.judge({rest[0].pk: Judgement("needs_change"), rest[1].pk: FITS}, by=bob)
    review.judge({rest[2].pk: Judgement("needs_change")}, by=bob)
    review.judge({rest[2].pk: Judgement("needs_change")}, by=alice)
    assert marks_of(now()).missing == [
        "the fit isn't signed: 1 of 13 items is seen differently, 1 of 13 items needs change"
    ]


# --- Run cost and shelf ---------------------------------------------------------------------------
def test_the_run_cost_is_a_range(review, bob):
    review.estimate_run_cost(run_cost_low=Decimal(10), run_cost_high=Decimal("20.5"), by=bob)
    now = current(review.solution)
    assert (now.run_cost_low, now.run_cost_high) == (10, Decimal("20.50"))
    [line] = lines("fit_run_cost_estimated")
    assert line.details["now"] == {"run_cost_low": 10.0, "run_cost_high": 20.5}
    review.estimate_run_cost(run_cost_low=Decimal("10.00"), run_cost_high=Decimal("20.50"), by=bob)
    assert lines("fit_run_cost_estimated").count() == 1
    for low, high in ((None, 1), (1, None), (2, 1), (-1, 1), (1, Decimal("1e11"))):
        with pytest.raises(RunCostOutOfRange):
            review.estimate_run_cost(run_cost_low=low, run_cost_high=high, by=bob)
    with pytest.raises(IntegrityError), transaction.atomic():
        FitReview.objects.update(run_cost_low=30)


def test_what_is_there_already_is_picked_from_our_shelf(review, team, charlie, alice, bob):
    lake = ShelfItem.put(team, kind="data_set", name="Lake", kept_by="engineering", by=bob)
    asked = item(review, "What exists").pk
    review.pick(asked, [lake, lake], by=bob)
    review.pick(asked, [lake], by=bob)
    [line] = lines("fit_shelf_picked")
    assert (line.details["was"], line.details["now"]) == ([], [lake.pk])
    with pytest.raises(NotAskedForShelf):
        review.pick(item(review, "Volume").pk, [lake], by=bob)
    [others] = charlie.memberships.all()
    theirs = ShelfItem.put(others.team, kind="data_set", name="Sea", kept_by="science", by=charlie)
    with pytest.raises(NotOnOurShelf):
        review.pick(asked, [theirs], by=bob)
    lake.remove(by=bob)
    review.pick(asked, [lake], by=bob)  # it was picked before
    again = FitReview.begin(review.solution, by=alice)
    assert item(again, "What exists").shelf_ids == [lake.pk]
    again.pick(item(again, "What exists").pk, [], by=alice)
    with pytest.raises(NotOnOurShelf):
        again.pick(item(again, "What exists").pk, [lake], by=alice)


# --- Stories --------------------------------------------------------------------------------------
def test_what_needs_change_becomes_a_story_with_one_click(review, solution, alice, bob):
    judge(review, "Latency", "needs_change", "Secret: forty seconds", by=bob)
    latency = item(review, "Latency")
    story = review.write_story(latency.pk, by=alice)
    assert story.title == latency.text
    assert "forty" not in story.body  # guests read stories
    assert review.write_story(latency.pk, by=bob) == story  # while it is open
    assert FitStory.objects.get().item == latency
    assert list(solution.stories.all()) == [story]
    [line] = lines("fit_story_written")
    assert line.details["story_key"] == story.key
    named = review.write_story(judged_change(review, "Volume", bob), title="Scale out", by=bob)
    assert named.title == "Scale out"


def judged_change(review, start, by):
    judge(review, start, "needs_change", by=by)
    return item(review, start).pk


def test_what_fits_becomes_no_story(review, alice):
    judge(review, "Latency", "fits", by=alice)
    with pytest.raises(FitNeedsNoChange):
        review.write_story(item(review, "Latency").pk, by=alice)
    assert not Story.objects.exists()


def test_a_story_that_is_done_asks_the_item_again(review, apollo, done, alice, bob):
    judge(review, "Latency", "needs_change", by=bob)
    judge(review, "Latency", "fits", by=alice)
    assert item(review, "Latency").state == "differs"
    story = review.write_story(item(review, "Latency").pk, by=bob)
    story.move_to(done, by=bob)
    latency = item(review, "Latency")
    assert latency.state == "engineering"
    assert latency.engineering_asked_again
    assert not latency.science_asked_again
    with pytest.raises(FitNeedsNoChange):  # it is asked first
        review.write_story(latency.pk, by=bob)
    story.move_to(apollo.columns.first_of("doing"), by=bob)
    assert item(review, "Latency").state == "differs"  # it isn't done after all
    story.move_to(done, by=bob)
    judge(review, "Latency", "needs_change", by=bob)  # it still does
    assert item(review, "Latency").state == "differs"
    assert review.write_story(item(review, "Latency").pk, by=bob) != story


def test_it_looks_in_the_next_round_as_well(review, solution, done, alice, bob):
    judge(review, "Latency", "needs_change", by=bob)
    story = review.write_story(item(review, "Latency").pk, by=bob)
    again = FitReview.begin(solution, by=alice)
    assert item(again, "Latency").state == "science"
    story.move_to(done, by=bob)
    assert item(again, "Latency").state == "both"


# --- Shown ----------------------------------------------------------------------------------------
def test_a_fit_is_the_teams_until_it_is_shown_with_its_solution(
    review, solution, alice, gina, charlie
):
    seen = FitReview.objects.visible_to
    assert list(seen(alice)) == [review]
    assert not seen(gina).exists()
    with pytest.raises(FitOfInternalSolution):
        review.show(by=alice)
    solution.show(by=alice)
    assert not seen(gina).exists()
    review.show(by=alice)
    assert list(seen(gina)) == [review]
    assert not seen(charlie).exists()
    assert not lines("fit_shown").get().is_internal
    solution.make_internal(by=alice)
    assert not seen(gina).exists()
    solution.show(by=alice)
    again = FitReview.begin(solution, by=alice)
    assert list(seen(gina)) == [review]  # the new round is the team's own again
    review.make_internal(by=alice)
    assert not seen(gina).exists()
    assert seen(alice).count() == 2
    assert again.is_current


def test_the_database_holds_what_it_can(review, solution):
    same = {"project": solution.project, "solution": solution, "fit_hash": "x"}
    for fields in ({"number": 2}, {"number": 1, "is_current": False}):
        with pytest.raises(IntegrityError), transaction.atomic():
            FitReview.objects.create(**same, **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        FitItem.objects.update(science_verdict="fits")
    assert present(review.begun_at) < datetime.now(UTC)
