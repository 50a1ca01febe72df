"""What the reader's own side has written of a question: nobody else reads it before the reveal.

Nothing keeps what goes in and out here: no cache, no record of a repeated request, and the tag is
keyed. Writing the same again changes nothing, so it needs no Idempotency-Key.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from projects.api.question_shape import STANDS, QuestionShape, state_of
from projects.models import Answer, Question
from projects.models.answer import LONGEST, Words
from projects.models.sides import SIDE_CHOICES
from web.api.answers import Answer as JsonAnswer
from web.api.answers import keyed_etag_of, unkept
from web.api.conditions import must_have_read, refuse_other_tag
from web.api.documented import documented
from web.api.inputs import Input, Text, taken
from web.api.query import NoQuery
from web.api.resources import Resource
from web.api.shape import json_bytes

if TYPE_CHECKING:
    from projects.models.question import QuestionQuerySet
    from web.requests import ApiRequest


class OwnAnswerShape(serializers.Serializer[Any]):
    """Your side's answer in the round that the question is in."""

    question = serializers.IntegerField()
    round = serializers.IntegerField()
    side = serializers.ChoiceField(SIDE_CHOICES, help_text="The side that you are on.")
    state = serializers.ChoiceField(STANDS)
    belief = serializers.CharField()
    sure = serializers.ChoiceField(Answer.Sure.choices, allow_blank=True)
    change_mind = serializers.CharField()
    is_readable = serializers.BooleanField(
        help_text="False where it was sealed on another installation: write it again."
    )


class AnswerInput(Input):
    """What your side believes, how sure it is and what would change its mind; replaced whole."""

    belief = Text(
        max_length=LONGEST,
        help_text=f"With `change_mind` {LONGEST:,} characters at most.",
    )
    sure = serializers.ChoiceField(Answer.Sure.choices, allow_blank=True, default="")
    change_mind = Text(max_length=LONGEST, allow_blank=True, default="")


class OwnAnswerResource(Resource):
    """Your side's answer."""

    shape = QuestionShape
    keeps_answers = False
    related = ("project__team",)

    def seen(self, rows: QuestionQuerySet) -> QuestionQuerySet:
        seen = rows.visible_to(self.request.user)
        return seen.filter(project__key=self.kwargs["project"].upper())

    def addressed(self, rows: Any) -> Any:
        return rows.filter(pk=self.kwargs["question"])

    @action(detail=False, methods=["get"], url_path="own", url_name="answer")
    @documented(answers=OwnAnswerShape, asks=NoQuery, is_sealed=True)
    def answer(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Read what your side has written; 404 for who is on neither side."""
        NoQuery.read(request.query_params)
        content = self._own(self.row_for_change())
        if content is None:
            raise Http404
        return unkept(request, JsonAnswer(content))

    @answer.mapping.post
    @documented(
        answers=OwnAnswerShape,
        is_sealed=True,
        refuses={428: "Your side has written something already: `If-Match` says what you read."},
    )
    def write_answer(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Write your side's answer, as often as you like until it is final.

        What is there is replaced only by who has read it. An Idempotency-Key isn't heeded, as
        nothing keeps these words; the same again changes nothing.
        """
        NoQuery.read(request.query_params)
        question = self.row_for_change()
        given = taken(AnswerInput, request.data, None, request)
        with question.project.changed_by(request.user):
            self._must_have_read(request, self._own(question))
            question.answer(**given, by=request.user)
        return unkept(request, JsonAnswer(self._own(question)))

    vars(write_answer).update(takes=AnswerInput, gives=None, may_be_first=True)

    def finalize_response(self, *args: Any, **kwargs: Any) -> Response:
        """What was overtaken is told how it stands, in words that nothing keeps either."""
        answer = super().finalize_response(*args, **kwargs)
        if answer.status_code == HTTPStatus.PRECONDITION_FAILED:
            answer["Cache-Control"] = "no-store"
        return answer

    def _must_have_read(self, request: ApiRequest, now: dict[str, Any] | None) -> None:
        is_written = now is not None and now["state"] != "not_begun"
        if is_written:
            must_have_read(request)
        if is_written or "If-Match" in request.headers:
            refuse_other_tag(request, now, keyed_etag_of(json_bytes(now)) if now else None)

    def _own(self, question: Question) -> dict[str, Any] | None:
        mine = question.own_answer(self.request.user)
        if mine is None:
            return None
        round_, side, answer = mine
        is_readable = answer is None or answer.is_readable
        words = answer.words if answer and is_readable else Words()
        return {
            "question": question.pk,
            "round": round_.number,
            "side": side,
            "state": state_of(answer.is_final, answer.opened_at) if answer else "not_begun",
            **words._asdict(),
            "is_readable": is_readable,
        }
