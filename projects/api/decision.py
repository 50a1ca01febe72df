"""Decisions of a project: opened, made, taken up again, and what has come of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from rest_framework import serializers

from projects.api.base import OfProjectResource, Teammate
from projects.models import Decision, Question, Theme, UseCase
from teams.api import PersonShape
from web.api.ending import ending_of
from web.api.inputs import Day, Input, RowAmong, Text, Yes
from web.api.patching import Patched
from web.api.query import ListQuery
from web.api.resources import Created
from web.api.shape import Shape, made
from web.api.verbs import verb

if TYPE_CHECKING:
    from projects.models.decision import DecisionQuerySet
    from teams.models.user import User

LARGEST = 2**63 - 1


class DecisionShape(Shape):
    """What was chosen, what else was considered, why, and what the other side still holds."""

    model = Decision
    id = serializers.IntegerField()
    title = serializers.CharField()
    question = serializers.IntegerField(source="question_id", allow_null=True)
    use_case = serializers.IntegerField(source="use_case_id", allow_null=True)
    theme = serializers.IntegerField(source="theme_id", allow_null=True)
    replaces = serializers.IntegerField(
        source="replaces_id", allow_null=True, help_text="The decision whose place it takes."
    )
    state = serializers.ChoiceField(Decision.State.choices)
    opened_at = serializers.DateTimeField()
    due_on = serializers.DateField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    chosen = serializers.CharField()
    considered = serializers.CharField()
    why = serializers.CharField()
    keeper = PersonShape(allow_null=True, help_text="Who looks after it.")
    until = serializers.DateField(allow_null=True)
    is_two_way = serializers.BooleanField(help_text="Whether it can be taken back cheaply.")
    look_again_on = serializers.DateField(allow_null=True)
    heard = serializers.CharField(help_text="Who was heard.")
    still_held = serializers.CharField(help_text="What the other side still holds.")
    outcome = serializers.CharField(help_text="What has come of it.")
    is_shared = made(
        serializers.BooleanField(help_text="Whether the team's guests see it."),
        "shared_at",
        by=bool,
    )


def use_case_called(user: User, pk: int, filters: dict[str, Any]) -> QuerySet[Any]:
    return UseCase.objects.visible_to(user).filter(pk=pk)


def theme_called(user: User, pk: int, filters: dict[str, Any]) -> QuerySet[Any]:
    return Theme.objects.visible_to(user).filter(pk=pk)


def question_called(user: User, pk: int, filters: dict[str, Any]) -> QuerySet[Any]:
    return Question.objects.visible_to(user).filter(pk=pk)


class DecisionQuery(ListQuery):
    named = {
        "use_case": use_case_called,
        "theme": theme_called,
        "question": question_called,
    }

    state = serializers.ChoiceField(Decision.State.choices)
    use_case = serializers.IntegerField(min_value=1, max_value=LARGEST)
    theme = serializers.IntegerField(min_value=1, max_value=LARGEST)
    question = serializers.IntegerField(min_value=1, max_value=LARGEST)
    q = serializers.CharField(max_length=200, help_text="Part of what it says.")

    @staticmethod
    def with_q(rows: DecisionQuerySet, text: str) -> DecisionQuerySet:
        return rows.mentioning(text)


class SuccessorInput(Input):
    title = Text(max_length=300, allow_blank=True, default="", help_text="Else that of the first.")
    due_on = Day(allow_null=True, default=None)


class DecisionInput(Input):
    """What is to be decided, without a question behind it."""

    title = Text(max_length=300)
    use_case = RowAmong(
        "use case in this project", "use_cases", allow_null=True, required=False, default=None
    )
    theme = RowAmong(
        "theme in this project", "themes", allow_null=True, required=False, default=None
    )
    due_on = Day(allow_null=True, default=None)


class ChoiceInput(Input):
    """What is said when a decision is made; from then on it isn't edited."""

    chosen = Text(max_length=4000)
    considered = Text(max_length=4000, allow_blank=True, default="")
    why = Text(max_length=4000, allow_blank=True, default="")
    keeper = Teammate(allow_null=True, default=None)
    until = Day(allow_null=True, default=None)
    is_two_way = Yes(default=True)
    look_again_on = Day(allow_null=True, default=None)
    heard = Text(max_length=300, allow_blank=True, default="")
    still_held = Text(max_length=4000, allow_blank=True, default="")


class OutcomeInput(Input):
    outcome = Text(max_length=4000, allow_blank=True)


class DecisionResource(Created, Patched, OfProjectResource):
    """The project's decisions; guests see those that were shown to them."""

    shape = DecisionShape
    query = DecisionQuery
    takes = DecisionInput

    def make(self, given: dict[str, Any], by: User) -> Decision:
        """Say that something is to be decided."""
        return Decision.open_for(self.project, **given, by=by)

    @verb(takes=ChoiceInput)
    def choice(self, decision: Decision, given: dict[str, Any], by: User) -> None:
        """Make the decision; another one may take its place later."""
        decision.decide(**given, by=by)

    @verb(takes=SuccessorInput, gives=DecisionShape)
    def successors(self, decision: Decision, given: dict[str, Any], by: User) -> Decision:
        """Open the decision that is to take its place; this one holds until that one is made."""
        return decision.supersede(**given, by=by)

    @verb(takes=OutcomeInput, edits={"outcome": "outcome"})
    def outcomes(self, decision: Decision, given: dict[str, Any], by: User) -> None:
        """Say what has come of it."""
        decision.note_outcome(given["outcome"], by=by)

    @verb()
    def shares(self, decision: Decision, given: dict[str, Any], by: User) -> None:
        """Show it to the team's guests, once it is made."""
        decision.show(by=by)

    @ending_of(shares)
    def make_internal(self, decision: Decision, given: dict[str, Any], by: User) -> None:
        """Keep it in the team again; what was read before can't be unread."""
        decision.make_internal(by=by)
