"""A hypothesis with all that hangs on it, read with its row."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_datetime

from base import clock
from base.roles import Discipline
from projects.models import Hypothesis, HypothesisAmendment, HypothesisLook
from projects.models.hypothesis import sides_that_wait
from projects.models.read_along import read_along, rows_of
from projects.models.sides import SIDES
from teams.models import Membership
from teams.models.membership import Actor

if TYPE_CHECKING:
    from datetime import date

    from teams.models.user import User


class HypothesisDetail:
    """What its page shows; rooms above read along what they show of it."""

    def __init__(self, hypothesis: Hypothesis, reader: User) -> None:
        self.hypothesis, self.reader = hypothesis, reader
        self.project = hypothesis.project
        self.actor = Actor.of(hypothesis.project.team, reader)

    @classmethod
    def found(cls, pk: int, reader: User) -> Self:
        rows = Hypothesis.objects.visible_to(reader).select_related(
            "project__team", "theme", "tests_again"
        )
        rows = rows.annotate(
            amendment_rows=rows_of(
                HypothesisAmendment.objects.order_by("pk"),
                "hypothesis",
                pk="pk",
                part="part",
                now="now",
                reason="reason",
                after_results="after_results",
                amended_at="amended_at",
            ),
            looked_now=ArraySubquery(HypothesisLook.objects.of_outer().order_by().values("side")),
            again_rows=rows_of(
                Hypothesis.objects.order_by("pk"),
                "tests_again",
                pk="pk",
                prediction="prediction",
                state="state",
                verdict="verdict",
            ),
            manned_by=ArraySubquery(
                Membership.objects.current()
                .working()
                .filter(team=OuterRef("project__team"), discipline__in=SIDES)
                .order_by()
                .values("discipline")
            ),
            **read_along("hypothesis"),
        )
        return cls(get_object_or_404(rows, pk=pk), reader)

    @property
    def works(self) -> bool:
        return self.actor.works

    @property
    def today(self) -> date:
        return clock.today()

    @property
    def is_overdue(self) -> bool:
        return self.hypothesis.is_overdue(self.today)

    @property
    def may_change(self) -> bool:
        return self.works and self.project.is_open and self.hypothesis.is_open

    @property
    def may_decide(self) -> bool:
        return self.works and self.hypothesis.state in ("running", "decided")

    @property
    def may_repeat(self) -> bool:
        return self.works and self.project.is_open and not self.hypothesis.is_open

    @property
    def _waiting(self) -> list[str]:
        return sides_that_wait(self.hypothesis.state, vars(self.hypothesis)["looked_now"])

    @property
    def asks_me(self) -> bool:
        """Whether it waits for my discipline to look at it."""
        return self.may_change and self.actor.discipline in self._waiting

    @property
    def unseen(self) -> list[str]:
        """Who hasn't looked at it, in words; a side of which nobody works there is said so."""
        manned = vars(self.hypothesis)["manned_by"]
        words = []
        for side in self._waiting:
            name = Discipline(side).label
            there = side in manned
            words.append(
                f"{name} hasn’t looked at this"
                if there
                else f"Nobody from {name.lower()} has looked at this: none works in the team"
            )
        return words

    @property
    def tested_again_by(self) -> list[dict[str, Any]]:
        return list(vars(self.hypothesis)["again_rows"])

    @cached_property
    def amendments(self) -> list[HypothesisAmendment]:
        rows = []
        for row in vars(self.hypothesis)["amendment_rows"]:
            at = parse_datetime(row["amended_at"])
            rows.append(HypothesisAmendment(**row | {"amended_at": at}))
        return rows

    @cached_property
    def amended(self) -> dict[str, list[HypothesisAmendment]]:
        """By the part that is amended."""
        parts: dict[str, list[HypothesisAmendment]] = {}
        for row in self.amendments:
            parts.setdefault(row.part, []).append(row)
        return parts

    @property
    def was_moved(self) -> bool:
        """Whether what counts as a result was amended when results had been noted."""
        return any(row.changes_outcome for row in self.amendments)
