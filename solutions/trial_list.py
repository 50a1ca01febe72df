"""Trials as lists show them: of one solution on its passport, and of a project beside its board."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse

from solutions.models import Trial
from solutions.models.trial_design import Environment
from solutions.models.trial_verdict import Verdict

if TYPE_CHECKING:
    from solutions.models import Solution
    from teams.models.user import User


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One line of a list; no row of the database need be behind it."""

    pk: int
    name: str
    environment: str
    state: str
    verdict: str
    words_hash: str
    waiver: str

    @property
    def address(self) -> str:
        return reverse("trial", args=[self.pk])

    @property
    def place(self) -> str:
        return Environment(self.environment).label

    @property
    def word(self) -> str:
        """How it ended, else where it stands."""
        return Verdict(self.verdict).label if self.verdict else Trial.State(self.state).label

    @property
    def is_running(self) -> bool:
        return self.state == Trial.State.RUNNING


CELLS = {name: name for name in TrialRow.__dataclass_fields__}


def trials_on(reader: User) -> ArraySubquery:
    """The trials of each solution that the reader sees, as JSON in the statement that reads it."""
    seen = Trial.objects.visible_to(reader).running_first()
    return ArraySubquery(seen.filter(solution=OuterRef("pk")).values(json=JSONObject(**CELLS)))


class TrialList:
    """Those of one solution, and what is to be said of all of them."""

    def __init__(self, solution: Solution, cells: list[dict[str, Any]]) -> None:
        self.solution = solution
        self.rows = [TrialRow(**row) for row in cells]

    @property
    def waived(self) -> int:
        """How many began without both disciplines."""
        return sum(bool(row.waiver) for row in self.rows)

    @property
    def of_earlier_words(self) -> set[int]:
        """Those that were started over other words than the solution's of today."""
        now = self.solution.words_hash
        return {row.pk for row in self.rows if row.words_hash not in ("", now)}
