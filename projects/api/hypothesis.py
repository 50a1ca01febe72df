"""Hypotheses of a project's themes: drafted, locked by their test, decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from projects.api.base import OfProjectResource
from projects.models import Hypothesis, Theme
from projects.models.hypothesis import WORDS
from web.api.inputs import Input, RowAmong, Text, Whole
from web.api.patching import Patched
from web.api.query import ListQuery
from web.api.resources import Created
from web.api.shape import Shape
from web.api.verbs import verb

if TYPE_CHECKING:
    from teams.models.user import User


class HypothesisShape(Shape):
    """A prediction that can fail."""

    model = Hypothesis
    id = serializers.IntegerField()
    theme = serializers.IntegerField(source="theme_id")
    prediction = serializers.CharField()
    threshold = serializers.CharField()
    kill_rule = serializers.CharField()
    time_box_days = serializers.IntegerField()
    state = serializers.ChoiceField(Hypothesis.State.choices)
    stated_at = serializers.DateTimeField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    verdict = serializers.ChoiceField(Hypothesis.Verdict.choices, allow_blank=True)
    decision = serializers.CharField()
    evidence = serializers.CharField()


class HypothesisQuery(ListQuery):
    state = serializers.ChoiceField(Hypothesis.State.choices)
    verdict = serializers.ChoiceField(Hypothesis.Verdict.choices)
    theme = serializers.IntegerField(min_value=1, max_value=2**63 - 1)

    named = {"theme": lambda user, pk, filters: Theme.objects.visible_to(user).filter(pk=pk)}


class Rewording(Input):
    """What isn't given stays."""

    prediction = Text(max_length=2000, required=False)
    threshold = Text(max_length=240, allow_blank=True, required=False)
    kill_rule = Text(max_length=240, allow_blank=True, required=False)
    time_box_days = Whole(min_value=1, max_value=365, required=False)


class HypothesisInput(Rewording):
    """A new draft within a theme."""

    theme = RowAmong("theme in this project", "themes")
    prediction = Text(max_length=2000)


class VerdictInput(Input):
    verdict = serializers.ChoiceField(Hypothesis.Verdict.choices)
    decision = Text(max_length=2000)
    evidence = Text(max_length=500, allow_blank=True, default="")


class HypothesisResource(Created, Patched, OfProjectResource):
    """Hypotheses of the project."""

    shape = HypothesisShape
    query = HypothesisQuery
    takes = HypothesisInput

    def make(self, given: dict[str, Any], by: User) -> Hypothesis:
        """Draft a hypothesis."""
        return Hypothesis.draft(given.pop("theme"), **given, by=by)

    @verb(takes=Rewording, edits={name: name for name in WORDS})
    def rewordings(self, hypothesis: Hypothesis, given: dict[str, Any], by: User) -> None:
        """Reword a draft; what is being tested is locked."""
        hypothesis.reword(**given, by=by)

    @verb()
    def start(self, hypothesis: Hypothesis, given: dict[str, Any], by: User) -> None:
        """Begin the test and lock the words."""
        hypothesis.start(by=by)

    @verb(takes=VerdictInput)
    def decisions(self, hypothesis: Hypothesis, given: dict[str, Any], by: User) -> None:
        """Give the verdict, and what is done about it."""
        hypothesis.decide(**given, by=by)
