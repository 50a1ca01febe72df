"""A deployment as the API tells it, and what the gate of production says of a solution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from django.db.models import OuterRef
from rest_framework import serializers

from solutions.api.ids import ids_of
from solutions.models import Deployment, DeploymentStory
from stories.api.shape import needed_keys
from web.api.shape import Shape, made

if TYPE_CHECKING:
    from solutions.models.deployment_gate import GateReading

ATTENDED = Deployment.attended_by.through.objects.filter(deployment=OuterRef("pk"))
STORIES = DeploymentStory.objects.filter(deployment=OuterRef("pk"))
GATES = (("fit", "A signed fit"), ("trial", "A passed trial of today's words"))


def lacked(fit: bool, trial: bool) -> list[str]:
    return [name for (name, _), is_missing in zip(GATES, (fit, trial), strict=True) if is_missing]


class DeploymentShape(Shape):
    """A version of a solution that goes where it is used."""

    model = Deployment
    annotations = {
        "attended_ids": ids_of(ATTENDED, "user_id"),
        "story_numbers": ids_of(STORIES, "story__number"),
    }

    id = serializers.IntegerField()
    solution = serializers.IntegerField(source="solution_id", help_text="Id of what is deployed.")
    version = serializers.CharField()
    environment = serializers.ChoiceField(Deployment.Environment.choices)
    state = serializers.ChoiceField(Deployment.State.choices)
    planned_for = serializers.DateField(allow_null=True)
    rollout = serializers.ChoiceField(Deployment.Rollout.choices)
    is_planned = serializers.BooleanField(help_text="Or hurried.")
    reference = serializers.CharField(help_text="By which a pipeline names it.")
    link = serializers.CharField(help_text="Where the change is seen.")
    different = serializers.CharField(
        help_text="What is different, where one was taken back before."
    )
    fixes = serializers.IntegerField(
        source="fixes_id", allow_null=True, help_text="Id of the incident that it mends."
    )
    release = serializers.IntegerField(
        source="release_id",
        allow_null=True,
        help_text="Id of the release that it carries to its users.",
    )
    customer = serializers.ChoiceField(Deployment.Customer.choices)
    attendees = made(
        serializers.ListField(
            child=serializers.IntegerField(), help_text="Ids of who of the customer was there."
        ),
        "attended_ids",
        by=orjson.loads,
    )
    stories = made(
        serializers.ListField(
            child=serializers.CharField(), help_text="Keys of the stories that came of it."
        ),
        "project__key",
        "story_numbers",
        by=needed_keys,
    )
    started_at = serializers.DateTimeField(allow_null=True)
    live_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(
        allow_null=True, help_text="When it was replaced, taken back, failed or cancelled."
    )
    reason = serializers.CharField(help_text="Why it was taken back, failed or was cancelled.")
    gate = serializers.ChoiceField(
        Deployment.Gate.choices, help_text="How it went through the gate; empty: not asked."
    )
    lacked = made(
        serializers.ListField(
            child=serializers.ChoiceField(GATES), help_text="What wasn't there at the gate."
        ),
        "fit_lacked",
        "trial_lacked",
        by=lacked,
    )
    waiver = serializers.CharField(help_text="Why it is in production all the same.")
    words_hash = serializers.CharField(help_text="That of the solution's words at the gate.")
    fit_hash = serializers.CharField(help_text="That of its fit at the gate.")
    is_reported = serializers.BooleanField(help_text="Whether a report told of it first.")
    is_imported = serializers.BooleanField(help_text="Whether it is of another tool's past.")
    noted_at = serializers.DateTimeField(help_text="When it was planned, or first heard of.")


class GateShape(serializers.Serializer[Any]):
    """Whether a solution may start in production now; where it may not, it is refused."""

    sentence = serializers.CharField()
    words_hash = serializers.CharField(help_text="That of its words of today.")
    fit_hash = serializers.CharField(help_text="That of its fit of today.")


def gate_told(reading: GateReading) -> dict[str, Any]:
    return {name: getattr(reading, name) for name in GateShape._declared_fields}
