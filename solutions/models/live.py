"""What deployments say of a solution's stage: live is what stands in production."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.expressions import Combinable


def _in_production() -> Any:
    rows: Any = apps.get_model("solutions.Deployment")._default_manager
    return rows.in_production().order_by()


def is_live() -> Exists:
    return Exists(_in_production().of_outer().live())


def live_since() -> Combinable:
    """When the first version went live that was followed by others without one taken back."""
    taken_back = _in_production().in_state("rolled_back").filter(solution=OuterRef("solution"))
    gone = Exists(taken_back.filter(ended_at__gte=OuterRef("live_at")))
    rows = _in_production().of_outer().filter(~gone, live_at__isnull=False)
    return Subquery(rows.order_by("live_at").values("live_at")[:1])
