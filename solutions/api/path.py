"""How far a solution has come on its path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from projects.api.path import StepShape, told
from solutions.solution_path import STEPS

if TYPE_CHECKING:
    from solutions.solution_detail import SolutionDetail

STEP_NAMES = [(key, key) for key, *_ in STEPS]


class SolutionStepShape(StepShape):
    """One step."""

    step = serializers.ChoiceField(STEP_NAMES)


class SolutionPathShape(serializers.Serializer[Any]):
    """How far a solution is, step by step; guests see fewer."""

    solution = serializers.IntegerField()
    steps = SolutionStepShape(many=True)


def solution_path(of: SolutionDetail) -> dict[str, Any]:
    return {"solution": of.solution.pk, "steps": [told(step) for step in of.path]}
