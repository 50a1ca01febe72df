"""What its words' hash covers, the stage that nobody sets, and what is missing in words."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from base import clock
from base.roles import Discipline, Role
from projects.models import Hypothesis, UseCase
from solutions.models import Look, Solution, SolutionLink, Stage
from solutions.models.stage import marks_of, since_of, stage_of
from tests.solutions.fit import NOT_BEGUN

LEARNED = "Radar is blind above water."
MORNING = datetime(2031, 3, 2, 9, tzinfo=UTC)
NOON = datetime(2031, 3, 2, 12, tzinfo=UTC)

EDITS = {
    "kind": (True, lambda s, w: s.describe(kind="service", by=w["alice"])),
    "does": (True, lambda s, w: s.describe(does="Another", by=w["alice"])),
    "meant_for": (True, lambda s, w: s.describe(meant_for="Another", by=w["alice"])),
    "not_for": (True, lambda s, w: s.describe(not_for="Another", by=w["alice"])),
    "use_cases": (True, lambda s, w: s.serve(use_cases=[], by=w["alice"])),
    "hypotheses": (True, lambda s, w: s.serve(hypotheses=[w["hypothesis"]], by=w["alice"])),
    "name": (False, lambda s, w: s.rename("Another", by=w["alice"])),
    "science_keeper": (False, lambda s, w: s.name_keepers(science_keeper=None, by=w["alice"])),
    "engineering_keeper": (
        False,
        lambda s, w: s.name_keepers(engineering_keeper=None, by=w["alice"]),
    ),
    "links": (False, lambda s, w: s.link("Code", "https://git.example.org/", by=w["alice"])),
    "stories": (False, lambda s, w: s.link_story(w["story"], by=w["alice"])),
    "shared_at": (False, lambda s, w: s.show(by=w["alice"])),
    "ended_as": (False, lambda s, w: s.drop(LEARNED, by=w["alice"])),
}
NEVER_EDITED = {"id", "project", "words_hash", "sketched_at", "ended_at", "learned", "taken_up_at"}


@pytest.fixture
def world(alice, hypothesis, story):
    return {"alice": alice, "hypothesis": hypothesis, "story": story}


@pytest.mark.parametrize("field", EDITS)
def test_the_hash_covers_the_words_alone(solution, world, field):
    is_covered, edit = EDITS[field]
    was = solution.words_hash
    edit(solution, world)
    assert (Solution.objects.get().words_hash != was) == is_covered


def test_every_field_is_known_to_be_covered_or_not():
    fields = {field.name for field in Solution._meta.get_fields() if not field.auto_created}
    assert fields - EDITS.keys() - NEVER_EDITED == set()


def test_the_same_words_have_the_same_hash_whoever_writes_them(apollo, solution, use_case, bob):
    again = Solution.sketch(
        apollo,
        name="Another",
        kind="model",
        does=" Predicts the height above the ground. ",
        meant_for="The last mile",
        not_for="Docking",
        use_cases=[use_case],
        by=bob,
    )
    assert again.words_hash == solution.words_hash
    solution.describe(does="Another", by=bob)
    solution.describe(does="Predicts the height above the ground.", by=bob)
    assert solution.words_hash == again.words_hash


# --- Stage ----------------------------------------------------------------------------------------
def test_a_solution_is_sketched_until_more_is_known(now):
    assert stage_of(now()) == Stage.SKETCHED
    assert since_of(now()) == now().sketched_at


@pytest.mark.parametrize(("verb", "stage"), [("drop", "dropped"), ("retire", "retired")])
def test_it_ends_at_a_moment_and_is_a_sketch_again(solution, now, verb, stage, alice):
    with clock.at(MORNING):
        getattr(solution, verb)(LEARNED, by=alice)
    assert (stage_of(now()), since_of(now())) == (stage, MORNING)
    assert list(Solution.objects.in_stage(stage)) == [solution]
    assert not Solution.objects.in_stage("sketched").exists()
    assert not Solution.objects.standing().exists()
    with clock.at(NOON):
        solution.take_up_again(by=alice)
    assert (stage_of(now()), since_of(now())) == ("sketched", NOON)
    assert list(Solution.objects.standing()) == [solution]


def test_the_stages_stand_from_the_last_to_the_first():
    assert [stage.value for stage in Stage] == [
        "retired",
        "dropped",
        "live",
        "proven",
        "in_the_wild",
        "fits",
        "sketched",
    ]


# --- What is missing ------------------------------------------------------------------------------
def test_a_bare_sketch_lacks_what_the_method_asks_for(apollo, alice):
    Solution.sketch(apollo, name="Bare", kind="report", by=alice)
    assert marks_of(Solution.objects.with_stage().get()).missing == [
        "nobody from science looks after it",
        "nobody from engineering looks after it",
        "it doesn't say what it does",
        "no use case",
        NOT_BEGUN,
    ]


def test_a_whole_sketch_lacks_a_fit_alone(now):
    assert marks_of(now()).missing == [NOT_BEGUN]


def test_a_keeper_who_left_or_changed_keeps_nothing(now, team, alice, bob):
    engineering = ["nobody from engineering looks after it", NOT_BEGUN]
    team.take_in(bob, discipline=Discipline.PRODUCT, by=alice)
    assert marks_of(now()).missing == engineering
    team.take_in(bob, discipline=Discipline.ENGINEERING, role=Role.GUEST, by=alice)
    assert marks_of(now()).missing == engineering
    team.take_in(bob, discipline=Discipline.ENGINEERING, by=alice)
    assert marks_of(now()).missing == [NOT_BEGUN]
    team.let_go(bob, by=alice)
    assert marks_of(now()).missing == engineering


def test_a_use_case_that_was_dropped_is_none(now, use_case, alice):
    use_case.drop(by=alice)
    assert marks_of(now()).missing == ["no use case", NOT_BEGUN]


def test_what_was_ended_lacks_nothing(now, solution, use_case, alice):
    use_case.drop(by=alice)
    solution.retire(LEARNED, by=alice)
    assert marks_of(now()).missing == []
    assert marks_of(now()).unseen == []


def test_the_other_side_is_asked_to_look_until_it_does_and_after_each_edit(
    now, solution, hypothesis, alice, bob
):
    assert marks_of(now()).unseen == ["engineering"]
    solution.see(by=bob)
    assert marks_of(now()).unseen == []
    solution.describe(does="Another", by=bob)
    assert marks_of(now()).unseen == ["science"]
    solution.see(by=alice)
    solution.serve(hypotheses=[hypothesis], by=alice)
    assert marks_of(now()).unseen == ["engineering"]
    solution.rename("Another", by=alice)
    solution.see(by=bob)
    assert marks_of(now()).unseen == []


# --- What the database promises -------------------------------------------------------------------
@pytest.mark.parametrize(
    "break_it",
    [
        lambda s, bob: Solution.objects.filter(pk=s.pk).update(name=""),
        lambda s, bob: Solution.objects.filter(pk=s.pk).update(ended_as="dropped"),
        lambda s, bob: Solution.objects.filter(pk=s.pk).update(learned=LEARNED),
        lambda s, bob: Solution.objects.filter(pk=s.pk).update(science_keeper=bob),
        lambda s, bob: SolutionLink.objects.create(solution=s, label="X", address="http://x.org"),
        lambda s, bob: Look.objects.create(solution=s, side="product", user=bob, words_hash="x"),
        lambda s, bob: Look.objects.create(
            solution=s, side="science", user=bob, words_hash=s.words_hash
        ),
    ],
)
def test_what_a_constraint_holds(solution, bob, break_it):
    with pytest.raises(IntegrityError), transaction.atomic():
        break_it(solution, bob)


def test_rows_of_one_project_only_are_offered(solution, use_case, apollo, alice):
    late = UseCase.distil(apollo, title="Late", by=alice)
    late.drop(by=alice)
    assert list(solution.use_cases_to_serve()) == [use_case]
    use_case.drop(by=alice)
    assert list(solution.use_cases_to_serve()) == [use_case]
    assert Hypothesis.objects.count() == 0


# --- In the wild, proven --------------------------------------------------------------------------
def test_while_a_trial_runs_it_is_in_the_wild(now, trial, alice):
    assert stage_of(now()) == "in_the_wild"
    assert since_of(now()) == trial.started_at
    trial.withdraw("The boxes came late.", by=alice)
    assert stage_of(now()) == "sketched"


def test_a_trial_that_passed_proves_the_words_it_was_started_with(now, passed, solution, alice):
    assert stage_of(now()) == "proven"
    assert since_of(now()) == passed.decided_at
    said = "the trial that passed was of earlier words"
    assert said not in marks_of(now()).missing
    was = solution.does
    solution.describe(does="Something else", by=alice)
    assert stage_of(now()) == "sketched"
    assert said in marks_of(now()).missing
    solution.describe(does=was, by=alice)
    assert stage_of(now()) == "proven"


def test_what_nobody_else_stands_for_lacks_that_mark(now, passed, alice, bob):
    said = "nobody from engineering has confirmed the trial"
    assert marks_of(now()).missing == [NOT_BEGUN, said]
    passed.confirm(by=bob)
    assert marks_of(now()).missing == [NOT_BEGUN]
    passed.decide("passed", learned="Radar sees all of it.", by=alice)
    assert marks_of(now()).missing == [NOT_BEGUN, said]


def test_a_trial_that_failed_proves_nothing(now, trial, alice):
    trial.decide("failed", learned=LEARNED, by=alice)
    assert stage_of(now()) == "sketched"
    assert marks_of(now()).missing == [NOT_BEGUN]
