"""A solution of apollo that alice, of science, has sketched."""

from datetime import date, timedelta

import pytest

from projects.models import Hypothesis, Project, UseCase
from solutions.models import Deployment, FitReview, Solution, Trial
from teams.models import Team
from tests.solutions.fit import signed_by_both


@pytest.fixture
def elsewhere(charlie):
    return Project.start(Team.objects.get(slug="others"), key="ELSE", name="Else", by=charlie)


@pytest.fixture
def use_case(apollo, alice):
    return UseCase.distil(apollo, title="Land softly", by=alice)


@pytest.fixture
def hypothesis(theme, alice):
    return Hypothesis.draft(theme, prediction="Radar sees the ground", by=alice)


@pytest.fixture
def solution(apollo, use_case, alice, bob):
    return Solution.sketch(
        apollo,
        name="Lander",
        kind="model",
        does="Predicts the height above the ground.",
        meant_for="The last mile",
        not_for="Docking",
        use_cases=[use_case],
        science_keeper=alice,
        engineering_keeper=bob,
        by=alice,
    )


@pytest.fixture
def now(solution):
    """Reads it again, with its stage and marks."""
    return lambda: Solution.objects.with_stage().get(pk=solution.pk)


@pytest.fixture
def draft(solution, alice, bob):
    """A canary that may start: designed whole, guarded, run by both disciplines."""
    trial = Trial.draft(
        solution,
        environment="canary",
        name="Vienna",
        population="Forty boxes",
        planned_until=date(2031, 12, 1),
        metric="Height error",
        unit="m",
        better="lower",
        threshold=2.0,
        smallest_effect=1.0,
        comparison="comparison_group",
        compared="Forty boxes in Graz",
        rollback_plan="Switch the flag off.",
        runners=[alice, bob],
        by=alice,
    )
    trial.guard("Crashes", "none", by=alice)
    return trial


@pytest.fixture
def trial(draft, alice):
    draft.start(by=alice)
    return draft


MEANS = {
    "new_mean": 8.0,
    "new_se": 0.5,
    "new_n": 40,
    "compared_mean": 11.0,
    "compared_se": 0.4,
    "compared_n": 40,
}


@pytest.fixture
def passed(trial, alice):
    trial.decide("passed", learned="Radar sees the ground.", by=alice, **MEANS)
    return trial


@pytest.fixture
def proven(solution, passed, alice, bob):
    """The solution, signed by both as it fits and with a trial that passed."""
    signed_by_both(FitReview.begin(solution, by=alice), alice, bob)
    return solution


@pytest.fixture
def live(proven, alice):
    """Its deployment that stands in production."""
    deployment = Deployment.plan(proven, version="1.0", reference="run-1", by=alice)
    deployment.start(by=alice)
    deployment.go_live(by=alice)
    return deployment


@pytest.fixture
def at_hours(team, alice):
    """Let the team's hours be such that a deployment began in them, or not."""

    def put(deployment, *, inside):
        began = team.local(deployment.started_at or deployment.live_at)
        hours = (began - timedelta(hours=1), began + timedelta(hours=1))
        begin, end = hours if inside else reversed(hours)
        team.set_rhythm(
            size_limit=8,
            working_days=[1, 2, 3, 4, 5, 6, 7],
            sprint_days=14,
            hours_from=begin.time().replace(second=0, microsecond=0),
            hours_until=end.time().replace(second=0, microsecond=0),
            by=alice,
        )

    return put
