"""Questions of a use case: asked, set aside, called answered, agreed on and shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from rest_framework import serializers

from projects.api.base import NUMBER, OfProjectResource
from projects.api.question_shape import QuestionShape, RoundShape
from projects.models import Answer, Question, QuestionNote, QuestionRound, UseCase
from projects.models.sides import SIDE_CHOICES
from teams.api import PersonShape
from web.api.ending import ending_of
from web.api.inputs import Day, Input, RowAmong, Text, Yes
from web.api.pagination import Order
from web.api.patching import Patched
from web.api.query import ListQuery
from web.api.resources import Created, Listed, Resource, Retrieved
from web.api.session_only import done_on_a_page, session_only
from web.api.shape import Shape
from web.api.verbs import verb

if TYPE_CHECKING:
    from projects.models.question import QuestionQuerySet
    from projects.models.question_note import QuestionNoteQuerySet
    from teams.models.user import User


class QuestionQuery(ListQuery):
    orders = {"position": Order("position", stable=True)}
    named = {"use_case": lambda user, pk, filters: UseCase.objects.visible_to(user).filter(pk=pk)}

    use_case = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    state = serializers.ChoiceField(Question.State.choices)


class RoundInput(Input):
    """When the answers are due, and whether each side writes without the other's words."""

    answer_by = Day(allow_null=True, default=None, help_text="Else in three working days.")
    is_sealed = Yes(default=True)


class QuestionText(Input):
    text = Text(max_length=300)


class QuestionInput(QuestionText, RoundInput):
    """One more question of a use case."""

    use_case = RowAmong("use case in this project", "use_cases")
    asked_from = serializers.ChoiceField(SIDE_CHOICES)


class SetAsideInput(Input):
    set_aside_reason = Text(max_length=300)


class StanceInput(Input):
    stance = serializers.ChoiceField(Answer.Stance.choices)


class QuestionResource(Created, Patched, OfProjectResource):
    """Questions of the project's use cases; guests see those that were shown to them.

    Where a side's answer stands is told to everybody alike, and never when or by whom it was
    written. The words stand here once they are open; until then a side reads its own under
    `answers/own/`.
    """

    shape = QuestionShape
    query = QuestionQuery
    takes = QuestionInput

    def make(self, given: dict[str, Any], by: User) -> Question:
        """Ask one more question of a use case."""
        return Question.ask(given.pop("use_case"), **given, by=by)

    @verb(takes=QuestionText, edits={"text": "text"})
    def rewordings(self, question: Question, given: dict[str, Any], by: User) -> None:
        """Say it better, as long as nobody has begun to answer."""
        question.reword(given["text"], by=by)

    @verb("set-asides", takes=SetAsideInput)
    def set_asides(self, question: Question, given: dict[str, Any], by: User) -> None:
        """Say that it doesn't matter here; what was answered under a seal stays sealed."""
        question.set_aside(given["set_aside_reason"], by=by)

    @verb(signs=True)
    def finals(self, question: Question, given: dict[str, Any], by: User) -> None:
        """Say that your side's answer is final; when both are, both open in the same moment.

        A token needs the scope `sign`.
        """
        question.make_final(by=by)

    @ending_of(finals)
    def take_back(self, question: Question, given: dict[str, Any], by: User) -> None:
        """Take back that your side's answer is final; possible until both are open."""
        question.take_back(by=by)

    @verb(takes=StanceInput, signs=True)
    def stances(self, question: Question, given: dict[str, Any], by: User) -> None:
        """Say for your side that you agree, or see it differently: that opens a decision.

        A token needs the scope `sign`.
        """
        question.take_stance(given["stance"], by=by)

    @verb()
    def shares(self, question: Question, given: dict[str, Any], by: User) -> None:
        """Show the question and its open answers to the team's guests."""
        question.show(by=by)

    @ending_of(shares)
    def make_internal(self, question: Question, given: dict[str, Any], by: User) -> None:
        """Keep it in the team again; what was read before can't be unread."""
        question.make_internal(by=by)

    @session_only("reveals")
    def reveals(self, question: Question) -> str:
        """Open what is final before both are: only a lead does, on the page, so this is refused."""
        page = reverse("questions", args=[question.use_case_id])
        return f"A lead opens answers early on the page {page}, signed in; no program does."


class OfQuestionResource(Listed, Retrieved, Created, Resource):
    """Rows under /projects/TV/questions/7/."""

    question: Question

    def questions(self) -> QuestionQuerySet:
        seen: QuestionQuerySet = Question.objects.visible_to(self.request.user)
        return seen.filter(
            project__key=self.kwargs["project"].upper(), pk=self.kwargs["question"]
        ).select_related("project__team")

    def must_see_parent(self) -> None:
        get_object_or_404(self.questions())

    def scope_of_new(self) -> None:
        self.question = get_object_or_404(self.questions())


class RoundQuery(ListQuery):
    orders = {"number": Order("number", stable=True)}


class RoundResource(OfQuestionResource):
    """Every time that the question was asked, the first one first; earlier answers stay open."""

    shape = RoundShape
    query = RoundQuery
    takes = RoundInput
    lookup_field = "number"
    lookup_value_regex = NUMBER

    def seen(self, rows: QuerySet[QuestionRound, Any]) -> QuerySet[QuestionRound, Any]:
        return rows.filter(question__in=self.questions().order_by().values("pk"))

    def make(self, given: dict[str, Any], by: User) -> QuestionRound:
        """Ask it again: a new round begins, blind and empty."""
        return self.question.ask_again(**given, by=by)


class NoteShape(Shape):
    """What somebody added to a question whose answers are open."""

    model = QuestionNote
    id = serializers.IntegerField()
    author = PersonShape()
    body = serializers.CharField()
    written_at = serializers.DateTimeField()


class NoteInput(Input):
    body = Text(max_length=1000)


class NoteResource(OfQuestionResource):
    """What was added to the question once its answers were open."""

    shape = NoteShape
    takes = NoteInput

    def seen(self, rows: QuestionNoteQuerySet) -> QuestionNoteQuerySet:
        return rows.visible_to(self.request.user).filter(
            question=self.kwargs["question"],
            question__project__key=self.kwargs["project"].upper(),
        )

    def make(self, given: dict[str, Any], by: User) -> QuestionNote:
        """Add a note; the customer's guests do that on the page, signed in."""
        if not self.question.project.team.memberships.current().working().filter(user=by).exists():
            page = reverse("questions", args=[self.question.use_case_id])
            raise done_on_a_page(f"A guest adds a note on the page {page}, signed in.")
        return QuestionNote.add(self.question, body=given["body"], by=by)
