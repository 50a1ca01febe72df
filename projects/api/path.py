"""How far a project has come on its path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from projects.path import KEYS, StepState

if TYPE_CHECKING:
    from projects.overview import Overview
    from projects.path import PathStep

NAMES = [(key, key) for key in KEYS]


class StepShape(serializers.Serializer[Any]):
    """One step."""

    step = serializers.ChoiceField(NAMES)
    name = serializers.CharField(help_text="As its page calls it.")
    state = serializers.ChoiceField(StepState.choices)
    words = serializers.CharField(help_text="How far it is, such as “2 of 8 questions need …”.")
    page = serializers.CharField(help_text="Where people go on with it, below the installation.")


class PathShape(serializers.Serializer[Any]):
    """The steps from the goal to the value, in their order; guests see fewer."""

    project = serializers.CharField()
    steps = StepShape(many=True)
    next = serializers.ChoiceField(
        NAMES, allow_null=True, help_text="The first step that isn't settled."
    )


def told(step: PathStep) -> dict[str, Any]:
    return {
        "step": step.key,
        "name": step.name,
        "state": step.state.value,
        "words": step.words,
        "page": step.address,
    }


def path_of(overview: Overview) -> dict[str, Any]:
    path = overview.path
    coming = path.next
    return {
        "project": overview.project.key,
        "steps": [told(step) for step in path.steps],
        "next": coming.key if coming else None,
    }
