"""Where success metrics show themselves, and what they know, in the rooms below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from metrics.models import HypothesisMetric
from metrics.models.hypothesis_metric import observed
from projects.models.read_along import reads_with, rows_of
from projects.models.results import notes_results
from web.slots import fills

if TYPE_CHECKING:
    from django.contrib.postgres.expressions import ArraySubquery

notes_results(observed)


@reads_with("hypothesis", "metric_rows")
def with_hypothesis() -> ArraySubquery:
    rows = HypothesisMetric.objects.all()
    return rows_of(rows, "hypothesis", pk="metric_id", name="metric__name")


@fills("hypothesis.facts")
def of_hypothesis(page: dict[str, Any]) -> str:
    words = {"measured_by": vars(page["hypothesis"])["metric_rows"]}
    return render_to_string("metrics/slots/hypothesis.html", page | words)
