from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models

from base import clock

if TYPE_CHECKING:
    from projects.models.answer import Answer


class QuestionRound(models.Model):
    """Once that a question is asked: who is on which side is fixed by its moment."""

    question = models.ForeignKey("projects.Question", models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(help_text="Counted from 1.")
    asked_at = models.DateTimeField(default=clock.now)
    answer_by = models.DateField()
    is_sealed = models.BooleanField(
        default=True, help_text="Whether each side answers without seeing the other's words."
    )
    revealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["question", "number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="question_round_unique")
        ]

    def __str__(self) -> str:
        return f"Round {self.number} of “{self.question}”"

    @classmethod
    def open_all(
        cls,
        questions: Iterable[int],
        *,
        answer_by: date,
        is_sealed: bool = True,
        number: int = 1,
    ) -> list[Self]:
        """Begin a round of each question, given by its id, under the project's lock."""
        rounds = []
        for question in questions:
            rounds.append(
                cls(
                    question_id=question,
                    number=number,
                    asked_at=clock.now(),
                    answer_by=answer_by,
                    is_sealed=is_sealed,
                )
            )
        return cls.objects.bulk_create(rounds)

    @property
    def is_revealed(self) -> bool:
        return self.revealed_at is not None

    def answer_of(self, side: str) -> Answer | None:
        """The answer of a side, begun or final; fetched at once with that of the other."""
        return next((one for one in self.answers.all() if one.side == side), None)
