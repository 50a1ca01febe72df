"""What may be done to stories in the middle of a sprint without the promise looking better."""

from contextlib import contextmanager

import pytest
from django.db import transaction

from base import clock
from health.models import HealthReport
from health.reports.building import build_report, recompute
from sprints.models import Sprint
from stories.models import Story
from teams.models import User
from tests.told.chronicle import Chronicle, kept

pytestmark = pytest.mark.django_db
SPRINTS, STORIES = 5, 5
OWNERS = ("sara", "emma", "egon", "sven", "sara")


@pytest.fixture(scope="module")
def vow(django_db_setup, django_db_blocker):
    """Four closed sprints, three of five stories done in each; the fifth is in its first week."""
    yield from kept(django_db_blocker, promised)


class Vow(Chronicle):
    running: Sprint
    left: list[Story]  # of the running sprint, not done


def promised():
    chronicle = Vow("Vow", "VO")
    for number in range(SPRINTS):
        stories = [chronicle.write(14 * number - 1, owner) for owner in OWNERS]
        last = number == SPRINTS - 1
        chronicle.sprint(number, stories, done=2 if last else 3)
        if not last:
            chronicle.close(Sprint.objects.latest("pk"), 14 * number + 11.5)
    chronicle.running, chronicle.left = Sprint.objects.latest("pk"), stories[2:]
    return chronicle


@contextmanager
def tried():
    """Whatever is done inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def told(chronicle):
    """Close the running sprint and return C1 and C2 of the report after it."""
    chronicle.close(chronicle.running, 14 * (SPRINTS - 1) + 11.5)
    with clock.at(chronicle.moment(14 * SPRINTS - 1)):
        content = build_report(chronicle.team).content
    signals = {one["key"]: one for one in content["signals"]}
    return signals["C1"], signals["C2"]


@pytest.fixture(scope="module")
def as_it_was(vow):
    with tried():
        return told(vow)


def middle(more=0.0):
    return 14 * (SPRINTS - 1) + 5 + more


def take_out(vow):
    with vow.at(middle()):
        vow.left[0].plan_into(None, by=vow.lead)


def drop(vow):
    vow.move(vow.left[0], middle(), "dropped")


def split(vow):
    """The done half becomes a story of its own, planned in and finished; the rest stays open."""
    half = vow.write(middle())
    with vow.at(middle(0.1)):
        half.plan_into(vow.running, by=vow.lead)
    vow.move(half, middle(0.2), "doing")
    vow.move(half, middle(1), "done")


def split_and_take_out(vow):
    split(vow)
    with vow.at(middle(1)):
        vow.left[0].plan_into(None, by=vow.lead)


def put_off(vow):
    """Into a sprint that is planned for later."""
    with vow.at(middle()):
        later = Sprint.plan(vow.project, starts_on=vow.moment(14 * SPRINTS).date(), by=vow.lead)
        vow.left[0].plan_into(later, by=vow.lead)


@pytest.mark.parametrize(
    ("trick", "churn"),
    [(take_out, 1), (drop, 1), (split, 1), (split_and_take_out, 2), (put_off, 1)],
)
def test_no_trick_of_the_middle_raises_the_promise_that_is_kept(vow, as_it_was, trick, churn):
    with tried():
        trick(vow)
        promise, change = told(vow)
    assert promise["value"] <= as_it_was[0]["value"]
    assert (promise["n"], promise["says"]) == (as_it_was[0]["n"], as_it_was[0]["says"])
    frozen = SPRINTS * STORIES
    assert (change["value"] - as_it_was[1]["value"]) * frozen == pytest.approx(churn, abs=1e-3)


def test_finishing_one_more_raises_it_by_just_that(vow, as_it_was):
    with tried():
        vow.move(vow.left[0], middle(), "doing")
        vow.move(vow.left[0], middle(1), "done")
        promise, _ = told(vow)
    more = (promise["value"] - as_it_was[0]["value"]) * SPRINTS * STORIES
    assert more == pytest.approx(1, abs=1e-3)
    assert as_it_was[0]["value"] == pytest.approx(14 / 25)


def test_what_is_missed_is_one_minus_what_is_kept(as_it_was):
    promise = as_it_was[0]
    assert promise["evidence"][0]["count"] / (SPRINTS * STORIES) == pytest.approx(
        1 - promise["value"]
    )


def test_without_a_forecast_the_usual_count_is_advised_and_it_is_said(as_it_was):
    assert as_it_was[0]["action"].endswith(
        "Freeze 3 next time, not 5: as many as you usually finish of them; there is no forecast "
        "yet."
    )


@pytest.mark.parametrize(
    ("beside", "advice"),
    [
        (2, "4 next time, not 5: by the forecast it is even odds to finish 4 or more in a sprint."),
        (4, "3 next time, not 5: as many as you usually finish of them; the forecast's 6 a sprint"),
    ],
)
def test_what_to_freeze_is_told_by_the_forecast_while_it_is_less_than_usual(vow, beside, advice):
    with tried():
        for number in range(SPRINTS):
            for place in range(beside):
                vow.finish(14 * number + 6 + place / 2, 0.4)
        promise, _ = told(vow)
    assert f"Freeze {advice}" in promise["action"]


def plan(vow, day, by, sprint, *stories):
    with vow.at(day):
        for story in stories:
            story.plan_into(sprint, by=by)


def sources(change):
    return [[row["source"] for row in one["rows"]] for one in change["evidence"]]


def test_a_change_of_scope_says_whence_it_came_and_of_nobody_who(vow):
    root = User.objects.get(is_superuser=True)
    more = [vow.write(middle()) for _ in range(5)]
    with tried():
        plan(vow, middle(), vow.people["emma"], vow.running, *more[:3])
        plan(vow, middle(), None, vow.running, more[3])
        plan(vow, middle(), root, vow.running, more[4])
        plan(vow, middle(1), vow.lead, None, more[3])  # came in all the same
        plan(vow, middle(1), root, None, vow.left[0])
        _, change = told(vow)
    team, admin = "the team", "the installation's admin"
    assert sources(change) == [[team, team, team, "an import or the system", admin], [admin]]
    assert "after kickoff, mostly from the team (3 of 5) and of the kind" in change["action"]


def test_without_most_from_one_source_none_is_named(vow):
    more = [vow.write(middle()) for _ in range(2)]
    with tried():
        plan(vow, middle(), vow.people["emma"], vow.running, more[0])
        plan(vow, middle(), None, vow.running, more[1])
        _, change = told(vow)
    assert "mostly from" not in change["action"]


def test_who_touches_it_after_the_report_is_no_source_of_it(vow):
    with tried():
        plan(vow, middle(), vow.lead, None, vow.left[0])
        told(vow)
        report = HealthReport.objects.latest("pk")
        with vow.at(middle(1)):
            vow.left[0].move_to(vow.column["dropped"], by=User.objects.get(is_superuser=True))
        assert recompute(report) == report.sha256
