"""The last step of the path: whether what was promised has been seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef

from base.roles import Role
from metrics.models import Observation, SuccessMetric
from projects.path import NOT_BEGUN, Act, Progress, Step, settled, under_way
from projects.path_steps import page
from web.templatetags.numbers import many


def observed() -> ArraySubquery:
    """Of each of a project's metrics whether it was ever observed."""
    seen = Observation.objects.filter(metric=OuterRef("pk")).order_by()
    metrics = SuccessMetric.objects.filter(project=OuterRef("pk")).order_by()
    return ArraySubquery(metrics.annotate(is_seen=Exists(seen)).values("is_seen"))


def value(read: Mapping[str, Any], works: bool) -> Progress:
    metrics = read["metrics_observed"]
    if not metrics:
        return NOT_BEGUN
    if unseen := metrics.count(False):
        return under_way(f"{unseen} of {many(len(metrics), 'metric')} not observed")
    return settled(f"{many(len(metrics), 'metric')} observed")


VALUE = Step(
    "value",
    "Value",
    "Each metric says what was promised, each observation what was seen and how good its evidence "
    "is. Agree on them before the work, so that nobody chooses afterwards what counts.",
    Act("Agree on a metric", page("success_metrics"), Role.LEAD),
    page("project", "#success"),
    value,
    lambda: {"metrics_observed": observed()},
)
