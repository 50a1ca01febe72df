"""A hypothesis with all that hangs on it, read with its row."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Self

from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_datetime

from base import clock
from projects.models import Hypothesis, HypothesisAmendment
from projects.models.read_along import read_along, rows_of
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
        rows = Hypothesis.objects.visible_to(reader).select_related("project__team", "theme")
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
