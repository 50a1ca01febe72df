from __future__ import annotations

from datetime import datetime
from typing import ClassVar, NamedTuple, Self

import msgspec
from django.db import models
from django.db.models import Q

from base.seal import SealedElsewhere, seal, unseal
from projects.models.sides import SIDE_CHOICES, SIDES
from projects.refusals import SealedOnAnotherInstallation

SEALED_SIZE = 16 * 1024  # bytes; four thousand characters are sixteen thousand at most
HELD = ("sealed", "belief", "sure", "change_mind", "opened_at")  # what words are kept in
LONGEST = 4000  # characters of what is believed and what would change it, together


class Words(NamedTuple):
    """What a side says: what it believes, how sure it is, what would change its mind."""

    belief: str = ""
    sure: str = ""
    change_mind: str = ""


class AnswerQuerySet(models.QuerySet["Answer"]):
    def opened(self) -> Self:
        """Those that all may read who may see their question."""
        return self.filter(opened_at__isnull=False)


class Answer(models.Model):
    """What one side believes, written by it together; nobody else reads it before the reveal.

    Until then its words are sealed: the row tells that there is an answer, and nothing of it.
    """

    class Sure(models.TextChoices):
        GUESS = "guess", "A guess"
        FAIRLY = "fairly", "Fairly sure"
        VERY = "very", "Very sure"

    class Stance(models.TextChoices):
        AGREE = "agree", "We agree"
        DIFFER = "differ", "We see it differently"

    round = models.ForeignKey("projects.QuestionRound", models.PROTECT, related_name="answers")
    side = models.CharField(max_length=11, choices=SIDE_CHOICES)
    sealed = models.BinaryField(null=True, editable=False)
    belief = models.TextField(max_length=LONGEST, blank=True)
    sure = models.CharField(max_length=6, choices=Sure, blank=True)
    change_mind = models.TextField(max_length=LONGEST, blank=True)
    is_final = models.BooleanField(default=False)
    opened_at = models.DateTimeField(null=True, blank=True, help_text="Since when all read it.")
    is_late = models.BooleanField(
        default=False, help_text="Whether it became final when the other side's was open."
    )
    stance = models.CharField(max_length=6, choices=Stance, blank=True)

    objects: ClassVar = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "side"], name="one_answer_a_side"),
            models.CheckConstraint(condition=Q(side__in=SIDES), name="answer_is_of_a_side"),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=False, sealed=None)
                | Q(opened_at=None, sealed__isnull=False, belief="", sure="", change_mind=""),
                name="answer_is_sealed_or_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}'s answer"  # nothing of its words

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None

    @property
    def _place(self) -> str:
        return f"answer of round {self.round_id}, {self.side}"

    @property
    def words(self) -> Words:
        """What it says; raises SealedElsewhere where this installation can't read it."""
        if self.is_open:
            return Words(self.belief, self.sure, self.change_mind)
        plain = unseal(bytes(self.sealed or b""), place=self._place)
        return msgspec.msgpack.decode(plain, type=Words)

    @property
    def is_readable(self) -> bool:
        try:
            return bool(self.words)
        except SealedElsewhere:
            return False

    def must_be_readable(self) -> None:
        if not self.is_readable:
            raise SealedOnAnotherInstallation(
                "This answer was sealed on another installation; write it again."
            )

    def hold(self, words: Words, *, is_sealed: bool, now: datetime) -> None:
        """Take these words: sealed before they become SQL, or open from the start."""
        if is_sealed:
            plain = msgspec.msgpack.encode(words)
            self.sealed = seal(plain, place=self._place, size=SEALED_SIZE)
        else:
            self._stand_open(words, now)

    def open(self, now: datetime, *, is_late: bool = False) -> None:
        """Let everybody who may see the question read it from now on."""
        self._stand_open(self.words, self.opened_at or now)
        self.is_late = is_late
        self.save(update_fields=[*HELD, "is_late"])

    def _stand_open(self, words: Words, moment: datetime) -> None:
        self.belief, self.sure, self.change_mind = words
        self.sealed, self.opened_at = None, moment
