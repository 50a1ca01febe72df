"""Deployments as lists show them: of one solution on its passport, and of a project."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from solutions.models import Deployment
from solutions.models.deployment_gate import PRODUCTION
from solutions.models.drama_reading import WENT_LIVE

if TYPE_CHECKING:
    from teams.models.user import User

PAST_THE_GATE = (Deployment.Gate.WAIVED, Deployment.Gate.NOT_PASSED)
SHOWN = 20  # on a passport, the newest


@dataclass(frozen=True, slots=True)
class DeploymentRow:
    """One line of a list; no row of the database need be behind it."""

    pk: int
    version: str
    environment: str
    state: str
    gate: str
    live_at: str | None
    ended_at: str | None
    started_at: str | None
    release: str | None
    is_imported: bool

    @property
    def address(self) -> str:
        return reverse("deployment", args=[self.pk])

    @property
    def place(self) -> str:
        return Deployment.Environment(self.environment).label

    @property
    def word(self) -> str:
        return Deployment.State(self.state).label

    @property
    def is_live(self) -> bool:
        return self.state == Deployment.State.LIVE

    @property
    def is_in_production(self) -> bool:
        """Whether it goes, or went, where its users are."""
        return self.environment == PRODUCTION

    @property
    def is_ungated(self) -> bool:
        """Whether it went to production without what the gate asks for."""
        return self.gate in PAST_THE_GATE

    @property
    def has_drama(self) -> bool:
        """Whether it is looked back on: it went live in production."""
        is_scored = self.state in WENT_LIVE and self.is_in_production
        return is_scored and not self.is_imported

    @property
    def since(self) -> datetime | None:
        """When it came to where it stands."""
        moment = self.ended_at or self.live_at or self.started_at
        return parse_datetime(moment) if moment else None


CELLS = {name: name for name in DeploymentRow.__dataclass_fields__} | {"release": "release__title"}


def deployments_on(reader: User) -> ArraySubquery:
    """Those of each solution that the reader sees, as JSON in the statement that reads it."""
    seen = Deployment.objects.visible_to(reader).newest_first()
    rows = seen.filter(solution=OuterRef("pk")).values(json=JSONObject(**CELLS))
    return ArraySubquery(rows[:SHOWN])


def gates_on() -> Subquery:
    """How many deployments of each solution met the gate, and how many went past it, as JSON."""
    met = Deployment.objects.of_outer().order_by().exclude(gate="").values("solution")
    cells = JSONObject(met=Count("pk"), past=Count("pk", filter=Q(gate__in=PAST_THE_GATE)))
    return Subquery(met.annotate(told=cells).values("told"))


def rows_from(cells: list[dict[str, Any]]) -> list[DeploymentRow]:
    return [DeploymentRow(**row) for row in cells]
