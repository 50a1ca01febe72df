"""A solution of apollo that alice, of science, has sketched."""

import pytest

from projects.models import Hypothesis, UseCase
from solutions.models import Solution


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
