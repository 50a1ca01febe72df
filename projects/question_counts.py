"""How far the questions of a use case are, in a few words."""

from __future__ import annotations

from typing import Any, NamedTuple, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import JSONObject

from projects.models import Answer, Question, QuestionRound
from projects.models.sides import SIDES


class QuestionCounts(NamedTuple):
    """Questions of one use case: all, those that wait, and on which side's word they wait."""

    begun: int = 0  # those set aside included
    asked: int = 0
    waiting: int = 0
    science: int = 0
    engineering: int = 0
    differs: int = 0  # seen differently, and not decided yet

    @classmethod
    def of(cls, rows: list[dict[str, int]]) -> Self:
        """From what `count_rows` has brought; there is no row where nothing is asked."""
        return cls(**rows[0]) if rows else cls()

    @property
    def words(self) -> str:
        """Say it short: “2 of 8 questions need engineering”."""
        if not self.begun:
            return "not begun"
        if not self.asked:
            return "all set aside"
        if not self.waiting:
            return f"all open, {self.differs} to decide" if self.differs else "all open"
        needed = []
        for side in SIDES:
            if number := getattr(self, side.value):
                needed.append((number, side.label.lower()))
        return self._needing(needed)

    def _needing(self, needed: list[tuple[int, str]]) -> str:
        total = f"{self.asked} question{'' if self.asked == 1 else 's'}"
        if not needed:
            return f"{self.waiting} of {total} wait to be opened"
        (first, name), *others = needed
        words = f"{first} of {total} need{'s' if first == 1 else ''} {name}"
        for number, other in others:
            words += f", {number} {other}"
        return words


def count_rows(use_case: str = "pk") -> ArraySubquery:
    """Return what annotates a query of use cases with the counts, as a row of JSON at most."""
    rounds = QuestionRound.objects.filter(question=OuterRef(OuterRef("pk"))).order_by("-number")
    is_asked = ~Q(state=Question.State.SET_ASIDE)
    is_waiting = Q(state=Question.State.ASKED)
    counts: dict[str, Any] = {
        "begun": Count("pk"),
        "asked": Count("pk", filter=is_asked),
        "waiting": Count("pk", filter=is_waiting),
        "differs": Count("pk", filter=Q(state=Question.State.DIFFERS)),
    }
    questions = Question.objects.filter(use_case=OuterRef(use_case)).order_by()
    for side in SIDES:
        finals = Answer.objects.filter(side=side, is_final=True, round=rounds.values("pk")[:1])
        questions = questions.annotate(**{f"has_{side}": Exists(finals)})
        counts[side.value] = Count("pk", filter=is_waiting & Q(**{f"has_{side}": False}))
    named = {f"number_{name}": count for name, count in counts.items()}
    counted = questions.values("use_case").annotate(**named)
    return ArraySubquery(counted.values(json=JSONObject(**dict(zip(counts, named, strict=True)))))
