"""Two people at the same moment on one fit: one outcome, on the record."""

import pytest

from history.models import Event
from solutions.models import FitReview, FitSignature, Solution
from solutions.models.stage import stage_of
from solutions.refusals import FitBegunMeanwhile, FitEditedSince, FitNotSettled
from tests.solutions.at_once import together
from tests.solutions.fit import FITS, current, item, judge

pytestmark = pytest.mark.django_db(transaction=True)
TURNS = 5


@pytest.fixture
def settled(solution, alice, bob):
    review = FitReview.begin(solution, by=bob)
    for person in (alice, bob):
        review.judge({one.pk: FITS for one in review.items.all()}, by=person)
    return review


def at_once(solution, *verbs):
    """Each with the round as it is read in its own thread."""
    return together(lambda: current(solution), *verbs)


def stage(solution):
    return stage_of(Solution.objects.with_stage().get(pk=solution.pk))


@pytest.mark.parametrize("turn", range(TURNS))
def test_both_sign(settled, solution, alice, bob, turn):
    seen = current(solution).fit_hash
    refused = at_once(
        solution,
        lambda one: one.sign(fit_hash=seen, by=alice),
        lambda one: one.sign(fit_hash=seen, by=bob),
    )
    assert refused == []
    assert stage(solution) == "fits"
    assert Event.objects.filter(verb="fit_signed").count() == 2


@pytest.mark.parametrize("turn", range(TURNS))
def test_one_signs_twice(settled, solution, alice, turn):
    assert at_once(solution, *[lambda one: one.sign(by=alice)] * 3) == []
    assert FitSignature.objects.count() == 1
    assert Event.objects.filter(verb="fit_signed").count() == 1


@pytest.mark.parametrize("turn", range(TURNS))
def test_one_signs_while_the_other_edits(settled, solution, alice, bob, turn):
    settled.sign(by=bob)
    seen = current(solution).fit_hash
    refused = at_once(
        solution,
        lambda one: one.sign(fit_hash=seen, by=alice),
        lambda one: judge(one, "Volume", note="A million", by=bob),
    )
    assert all(isinstance(one, FitEditedSince) for one in refused)
    assert stage(solution) == "sketched"  # whoever came first, it isn't what was signed
    assert FitSignature.objects.count() == 2 - len(refused)


@pytest.mark.parametrize("turn", range(TURNS))
def test_one_signs_while_the_other_differs(settled, solution, alice, bob, turn):
    refused = at_once(
        solution,
        lambda one: one.sign(by=alice),
        lambda one: judge(one, "Volume", "needs_change", by=bob),
    )
    assert all(isinstance(one, FitNotSettled) for one in refused)
    assert item(current(solution), "Volume").state == "differs"
    assert stage(solution) == "sketched"


@pytest.mark.parametrize("turn", range(TURNS))
def test_one_signs_while_the_words_change(settled, solution, alice, bob, turn):
    settled.sign(by=bob)
    seen = current(solution).fit_hash
    at_once(
        solution,
        lambda one: one.sign(fit_hash=seen, by=alice),
        lambda one: one.solution.describe(does="Another", by=bob),
    )
    assert stage(solution) == "sketched"


@pytest.mark.parametrize("turn", range(TURNS))
def test_both_begin_the_next_round(settled, solution, alice, bob, turn):
    refused = at_once(
        solution,
        lambda one: FitReview.begin(one.solution, after=1, by=alice),
        lambda one: FitReview.begin(one.solution, after=1, by=bob),
    )
    assert [type(one) for one in refused] == [FitBegunMeanwhile]
    assert current(solution).number == 2


@pytest.mark.parametrize("turn", range(TURNS))
def test_both_go_through_it(solution, alice, bob, turn):
    FitReview.begin(solution, by=bob)
    refused = at_once(
        solution, lambda one: one.go_through(by=alice), lambda one: one.go_through(by=bob)
    )
    assert refused == []
    assert FitSignature.objects.count() == 1  # who came second found the other's there
    assert Event.objects.filter(verb="fit_gone_through").count() == 2
