"""Success over the API: what was agreed to be measured, and what was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import serializers

from metrics.models import HypothesisMetric, Observation, SuccessMetric
from projects.api import PROJECT, OfProjectResource
from projects.reasons import MOST_REASON
from teams.api import PersonShape
from web.api.ending import ending
from web.api.inputs import Day, Input, Number, RowAmong, Text, Whole
from web.api.lookups import JsonText
from web.api.patching import Patched
from web.api.query import ListQuery
from web.api.resources import Created, Listed, Resource
from web.api.shape import Shape, made
from web.api.verbs import verb

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter

    from projects.models.project import OfProjectQuerySet
    from teams.models.user import User


ROW = "[1-9][0-9]{0,17}"


def _measured() -> JsonText:
    rows = HypothesisMetric.objects.filter(metric=OuterRef("pk")).order_by("hypothesis")
    return JsonText(ArraySubquery(rows.values("hypothesis")))


class SuccessMetricShape(Shape):
    """One number of one of the six kinds of success."""

    model = SuccessMetric
    annotations = {"measured_ids": _measured()}
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(SuccessMetric.Kind.choices)
    name = serializers.CharField()
    unit = serializers.CharField()
    baseline = serializers.FloatField()
    target = serializers.FloatField()
    direction = serializers.ChoiceField(SuccessMetric.Direction.choices)
    due = serializers.DateField()
    created_at = serializers.DateTimeField()
    hypotheses = made(
        serializers.ListField(
            child=serializers.IntegerField(), help_text="Ids of the hypotheses it measures."
        ),
        "measured_ids",
        by=orjson.loads,
    )


class SuccessMetricQuery(ListQuery):
    kind = serializers.ChoiceField(SuccessMetric.Kind.choices)


class Aim(Input):
    target = Number()
    due = Day()


class SuccessMetricInput(Aim):
    """The target lies on the better side of the baseline."""

    kind = serializers.ChoiceField(SuccessMetric.Kind.choices)
    name = Text(max_length=120)
    unit = Text(max_length=30)
    baseline = Number()
    direction = serializers.ChoiceField(SuccessMetric.Direction.choices, default="up")


class MeasuredInput(Input):
    hypothesis = RowAmong("hypothesis in this project", "hypotheses")
    reason = Text(
        max_length=MOST_REASON,
        allow_blank=True,
        default="",
        help_text="Why, in 10 characters at least, once its test runs.",
    )


class MeasuredEndInput(Input):
    hypothesis = RowAmong("hypothesis in this project", "hypotheses")


class SuccessMetricResource(Created, Patched, OfProjectResource):
    """The project's success metrics."""

    shape = SuccessMetricShape
    query = SuccessMetricQuery
    services_may = frozenset({"list", "retrieve"})
    takes = SuccessMetricInput

    def make(self, given: dict[str, Any], by: User) -> SuccessMetric:
        """Agree on a metric."""
        return SuccessMetric.define(self.project, **given, by=by)

    @verb(takes=Aim, edits={"target": "target", "due": "due"})
    def targets(self, metric: SuccessMetric, given: dict[str, Any], by: User) -> None:
        """Change what is aimed at; the old target stays in the history."""
        metric.retarget(**given, by=by)

    @verb(takes=MeasuredInput)
    def hypotheses(self, metric: SuccessMetric, given: dict[str, Any], by: User) -> None:
        """Let it measure a hypothesis, instead of what did; once that runs, with a reason."""
        HypothesisMetric.choose(given["hypothesis"], metric, reason=given["reason"], by=by)

    @ending("hypotheses", names=("hypothesis", ROW), takes=MeasuredEndInput)
    def end_hypothesis(self, metric: SuccessMetric, given: dict[str, Any], by: User) -> None:
        """It doesn't measure that draft any more."""
        HypothesisMetric.leave(given["hypothesis"], metric, by=by)


class ObservationShape(Shape):
    """A value as it was seen, with its standard error and the grade of its evidence."""

    model = Observation
    id = serializers.IntegerField()
    value = serializers.FloatField()
    spread = serializers.FloatField(allow_null=True, help_text="Standard error.")
    observed_on = serializers.DateField()
    grade = serializers.ChoiceField(
        Observation.Grade.choices, help_text="From 0, asserted, to 4, randomised."
    )
    method = serializers.CharField()
    # A declared field leaves the class, so it doesn't stand in the way of the serializer's own.
    source = serializers.CharField()  # type: ignore[assignment]
    noted_by = PersonShape(allow_null=True)
    noted_at = serializers.DateTimeField()


class ObservationInput(Input):
    value = Number()
    observed_on = Day()
    spread = Number(min_value=0, allow_null=True, default=None)
    grade = Whole(min_value=0, max_value=4, default=0)
    method = Text(max_length=240, allow_blank=True, default="")
    # As above.
    source = Text(max_length=240, allow_blank=True, default="")  # type: ignore[assignment]


class OfMetricResource(Listed, Created, Resource):
    """Rows under /success-metrics/7/."""

    def metrics(self) -> OfProjectQuerySet[SuccessMetric]:
        seen = SuccessMetric.objects.visible_to(self.request.user)
        return seen.filter(project__key=self.kwargs["project"].upper(), pk=self.kwargs["metric"])

    def seen(self, rows: QuerySet[Observation | Model, Any]) -> QuerySet[Observation | Model, Any]:
        return rows.filter(metric__in=self.metrics())

    def must_see_parent(self) -> None:
        get_object_or_404(self.metrics())

    def name_of(self, row: Any) -> None:
        return None

    def scope_of_new(self) -> None:
        self.metric = get_object_or_404(self.metrics().select_related("project__team"))


class ObservationResource(OfMetricResource):
    """What was seen of the metric."""

    shape = ObservationShape
    services_may = frozenset({"list", "create"})
    takes = ObservationInput

    def make(self, given: dict[str, Any], by: User) -> Observation:
        """Write down what was seen."""
        return self.metric.observe(**given, by=by)


METRICS = f"projects/(?P<project>{PROJECT})/success-metrics"
METRIC = f"{METRICS}/(?P<metric>[1-9][0-9]{{0,17}})"


def register(router: SimpleRouter) -> None:
    router.register(METRICS, SuccessMetricResource, "success-metric")
    router.register(f"{METRIC}/observations", ObservationResource, "observation")
