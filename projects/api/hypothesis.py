"""Hypotheses of a project's themes: drafted, locked by their test, decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.decorators import action

from base.roles import Role
from projects.alike import worded_alike
from projects.api.base import OfProjectResource
from projects.api.hypothesis_shape import (
    AMENDABLE,
    HypothesisAmendmentShape,
    HypothesisQuery,
    HypothesisShape,
)
from projects.api.ledger import FiguresShape, figures_of
from projects.models import Hypothesis, HypothesisAmendment
from projects.models.hypothesis_amendment import LONGEST_AMENDED, WORDS
from projects.reasons import LEAST_REASON, MOST_REASON
from teams.models.membership import Actor
from web.api.answers import Answer, tagged
from web.api.computed import answer_computed
from web.api.documented import documented
from web.api.inputs import Input, Reason, RowAmong, Text, Whole, taken
from web.api.patching import Patched
from web.api.query import NoQuery
from web.api.resources import Created
from web.api.verbs import verb

if TYPE_CHECKING:
    from teams.models.user import User
    from web.requests import ApiRequest


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
    by_kill_rule = serializers.BooleanField(
        default=False, help_text="Whether what ends it early had come about."
    )


class HypothesisAmendmentInput(Input):
    part = serializers.ChoiceField(AMENDABLE)
    now = Text(max_length=LONGEST_AMENDED, help_text="Words, or of the time box its days.")
    reason = Reason(LEAST_REASON, MOST_REASON)


class HypothesisLookInput(Input):
    words_hash = Text(
        max_length=64,
        allow_null=True,
        default=None,
        help_text="That of the words that were read; else those of now.",
    )


class HypothesisWithdrawalInput(Input):
    reason = Reason(LEAST_REASON, MOST_REASON)


class AlikeInput(Input):
    begins = True  # it stands in the place of nothing

    prediction = Text(max_length=2000, help_text="Below 15 characters nothing is like it.")


class AlikeRowShape(serializers.Serializer[Any]):
    """A hypothesis that is worded alike."""

    id = serializers.IntegerField()
    project = serializers.CharField(help_text="Its key.")
    prediction = serializers.CharField()
    state = serializers.ChoiceField(Hypothesis.State.choices)
    verdict = serializers.ChoiceField(Hypothesis.Verdict.choices, allow_blank=True)
    decision = serializers.CharField()


class AlikeShape(serializers.Serializer[Any]):
    """The three that are worded most alike, of what runs or was decided; none, if nothing is."""

    alike = AlikeRowShape(many=True)


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

    @verb(takes=HypothesisAmendmentInput, gives=HypothesisAmendmentShape)
    def amendments(
        self, hypothesis: Hypothesis, given: dict[str, Any], by: User
    ) -> HypothesisAmendment:
        """Say what is different from now on, and why; the locked words stay."""
        amended: HypothesisAmendment = hypothesis.amend(**given, by=by)
        return amended

    @verb(takes=HypothesisWithdrawalInput)
    def withdrawals(self, hypothesis: Hypothesis, given: dict[str, Any], by: User) -> None:
        """Call it off before it has a verdict."""
        hypothesis.withdraw(given["reason"], by=by)

    @verb(takes=HypothesisLookInput, signs=True)
    def looks(self, hypothesis: Hypothesis, given: dict[str, Any], by: User) -> None:
        """Say that one's own discipline has looked at it; an edit asks again.

        A token needs the scope `sign`.
        """
        hypothesis.see(words_hash=given["words_hash"], by=by)

    @verb(gives=HypothesisShape)
    def repetitions(self, hypothesis: Hypothesis, given: dict[str, Any], by: User) -> Hypothesis:
        """Draft another with the words that were in force, linked to this one."""
        return hypothesis.test_again(by=by)

    @action(detail=False, methods=["get"], url_path="figures", url_name="figures")
    @documented(answers=FiguresShape)
    def figures(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Say how long verdicts of the project take."""
        rows = Hypothesis.objects.filter(project=self.seen_project())
        return answer_computed(request, FiguresShape, lambda asked: figures_of(rows))

    @action(detail=False, methods=["post"], url_path="alike", url_name="alike")
    def alike(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Say what is worded like it in all projects that you see; nothing is changed or kept."""
        NoQuery.read(request.query_params)
        project = self.seen_project()
        Actor.admitted(project.team, request.user, Role.MEMBER)
        given = taken(AlikeInput, request.data, project, request)
        found = worded_alike(given["prediction"], request.user)
        return tagged(request, Answer({"alike": [told_alike(one) for one in found]}))

    vars(alike).update(takes=AlikeInput, gives=None, ends=False, answers=AlikeShape, keeps=False)


def told_alike(one: Hypothesis) -> dict[str, Any]:
    return {
        "id": one.pk,
        "project": one.project.key,
        "prediction": one.prediction,
        "state": one.state,
        "verdict": one.verdict,
        "decision": one.decision,
    }
