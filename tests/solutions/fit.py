"""Ways to a fit that tests share."""

from solutions.models import FitReview, Judgement

NO_TRIAL = "no trial has passed"
NOT_BEGUN = "the fit isn't signed: nobody has begun to look"
FITS = Judgement("fits")


def current(solution):
    return FitReview.objects.select_related("project__team", "solution").get(
        solution=solution.pk, is_current=True
    )


def items_of(review):
    return list(review.items.with_state().order_by("position"))


def item(review, start):
    [found] = [one for one in items_of(review) if one.text.startswith(start)]
    return found


def judge(review, start, verdict=None, note=None, *, by):
    review.judge({item(review, start).pk: Judgement(verdict, note)}, by=by)


def signed_by_both(review, *people):
    for person in people:
        review.go_through(by=person)
    for person in people:
        review.sign(by=person)
