"""A check-in with all that its page shows."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Self

from django.shortcuts import get_object_or_404

from base import clock
from base.roles import Role
from solutions.models import Deployment
from teams.models.membership import Actor
from value.check_in_forms import FreshAnswerForm
from value.models import CheckIn
from value.scoreboard import CELLS, Score, Seen

if TYPE_CHECKING:
    from metrics.models import Observation
    from solutions.models import Solution
    from teams.models.user import User


class CheckInDetail:
    """What its page shows, and who may answer: the team, and the customer where a lead asks."""

    def __init__(self, check_in: CheckIn, reader: User) -> None:
        self.check_in, self.reader = check_in, reader
        self.project = check_in.project
        self.actor = Actor.of(check_in.project.team, reader)

    @classmethod
    def found(cls, pk: int, reader: User) -> Self:
        rows = CheckIn.objects.visible_to(reader).select_related(
            "project__team", "release", "metric", "observation", "closed_by"
        )
        return cls(get_object_or_404(rows, pk=pk), reader)

    @property
    def works(self) -> bool:
        return self.actor.works

    @property
    def may_answer(self) -> bool:
        return self.check_in.is_open and (self.works or self.check_in.asks_customer)

    @property
    def may_ask_customer(self) -> bool:
        """An admin isn't a lead."""
        return self.actor.role == Role.LEAD and self.check_in.is_open

    @property
    def is_overdue(self) -> bool:
        return self.check_in.is_overdue(self.project.team.day_of(clock.now()))

    @cached_property
    def fresh(self) -> list[Observation]:
        """What answers with one click."""
        return list(self.check_in.fresh_observations()) if self.may_answer else []

    @cached_property
    def score(self) -> Score:
        """The metric, drawn from where it began to what is aimed at, with what answered."""
        said = self.check_in.observation
        seen = Seen(**{name: getattr(said, name) for name in CELLS}) if said else None
        return Score(self.check_in.metric, seen)

    @property
    def form(self) -> FreshAnswerForm:
        return FreshAnswerForm(check_in=self.check_in)

    @cached_property
    def solutions(self) -> list[Solution]:
        """What carries the release, for what one does when it isn't worth running."""
        if not self.works:
            return []
        rows = Deployment.objects.in_production().filter(release=self.check_in.release)
        found = {row.solution_id: row.solution for row in rows.select_related("solution")}
        return list(found.values())
