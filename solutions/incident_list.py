"""Incidents as lists show them: of one solution on its passport, of one deployment on its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from solutions.models import Incident

if TYPE_CHECKING:
    from teams.models.user import User

SHOWN = 20


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """One line of a list; no row of the database need be behind it."""

    pk: int
    kind: str
    severity: int
    happened: str
    began_at: str
    restored_at: str | None

    @property
    def address(self) -> str:
        return reverse("incident", args=[self.pk])

    @property
    def called(self) -> str:
        return Incident.Kind(self.kind).label

    @property
    def is_open(self) -> bool:
        return self.restored_at is None

    @property
    def began(self) -> datetime | None:
        return parse_datetime(self.began_at)


CELLS = {name: name for name in IncidentRow.__dataclass_fields__}


def incidents_on(reader: User, of: str) -> ArraySubquery:
    """Those of each solution, or deployment, that the reader sees, as JSON beside its row."""
    seen = Incident.objects.visible_to(reader).newest_first()
    rows = seen.filter(**{of: OuterRef("pk")}).values(json=JSONObject(**CELLS))
    return ArraySubquery(rows[:SHOWN])


def rows_from(cells: list[dict[str, Any]]) -> list[IncidentRow]:
    return [IncidentRow(**row) for row in cells]
