from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models

from base import clock
from base.roles import Role
from projects.events import QuestionNoteAdded
from projects.models.eventful import OfProject
from projects.models.project import OfProjectQuerySet
from projects.models.question import Question
from projects.refusals import NoteWithoutWords, QuestionNotRevealed

if TYPE_CHECKING:
    from teams.models.user import User


class QuestionNoteQuerySet(OfProjectQuerySet["QuestionNote"]):
    def visible_to(self, user: User) -> Self:
        """Of the questions that one sees: guests read what was shown to them."""
        return self.filter(question__in=Question.objects.visible_to(user))


class QuestionNote(OfProject):
    """What somebody adds to a question once its answers are open; the customer's guests too."""

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="question_notes")
    question = models.ForeignKey("projects.Question", models.PROTECT, related_name="notes")
    author = models.ForeignKey("teams.User", models.PROTECT, related_name="question_notes")
    body = models.TextField(max_length=1000)
    written_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar = QuestionNoteQuerySet.as_manager()

    class Meta:
        ordering = ["question", "pk"]

    def __str__(self) -> str:
        return self.body

    @classmethod
    def add(cls, question: Question, *, body: str, by: User) -> Self:
        """Add a note; a guest may where the question was shown to them."""
        body = body.strip()
        if not body:
            raise NoteWithoutWords("Write something.", "body")
        with question.project.changed_by(by, needs=Role.GUEST, even_closed=True) as actor:
            question.reread("state", "shared_at")
            if not question.is_revealed or not (actor.works or question.is_shared):
                raise QuestionNotRevealed("A note is added once both answers are open.")
            note = cls(
                project=question.project,
                question=question,
                author=by,
                body=body,
                written_at=clock.now(),
            )
            note.check_own_fields()
            note.save(force_insert=True)
            note.record(QuestionNoteAdded(question=question.pk, body=body), by=actor)
            return note
