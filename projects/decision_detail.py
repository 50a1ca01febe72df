"""A decision with all that hangs on it, as far as its reader may see that."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Self, TypeVar

from django.shortcuts import get_object_or_404

from base import clock
from projects.models import Answer, Decision
from projects.models.shared import Shared
from teams.models.membership import Actor

if TYPE_CHECKING:
    from projects.models import Question
    from teams.models.user import User

_Row = TypeVar("_Row", bound=Shared)

HANGS_ON = ("project__team", "question", "use_case", "theme", "keeper", "replaces")


class DecisionDetail:
    """What its page shows: a guest sees of what hangs on it only what was shown to guests."""

    def __init__(self, decision: Decision, reader: User) -> None:
        self.decision = decision
        self.works = Actor.of(decision.project.team, reader).works

    @classmethod
    def found(cls, pk: int, reader: User) -> Self:
        rows = Decision.objects.visible_to(reader).select_related(*HANGS_ON)
        return cls(get_object_or_404(rows, pk=pk), reader)

    @property
    def question(self) -> Question | None:
        return self._seen(self.decision.question)

    @property
    def replaces(self) -> Decision | None:
        return self._seen(self.decision.replaces)

    @cached_property
    def replaced_by(self) -> list[Decision]:
        later = self.decision.replaced_by.order_by("pk")
        return [one for one in later if self._seen(one)]

    @cached_property
    def answers(self) -> list[Answer]:
        """Both sides' words in the last round that is open; a sealed one has none here."""
        if self.question is None:
            return []
        newest = self.question.rounds.exclude(revealed_at=None)
        rows = Answer.objects.exclude(opened_at=None).filter(
            round__in=newest.order_by("-number").values("pk")[:1]
        )
        return sorted(rows, key=lambda one: one.side, reverse=True)  # science first

    @property
    def today(self) -> date:
        return clock.today()

    def _seen(self, row: _Row | None) -> _Row | None:
        return row if row and (self.works or row.is_shared) else None
