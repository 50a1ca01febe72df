from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from base import clock
from metrics.models.success_metric import Observation, SuccessMetric
from value.events import SuccessMetricAppraised
from value.refusals import AppraisedInTheFuture, CostBelowNothing, MetricNotWeighed, RangeReversed

if TYPE_CHECKING:
    from teams.models.user import User

PARTS = ("value", "run_cost", "build_cost")


def is_a_range(part: str) -> models.CheckConstraint:
    """Hold that the low end of a part isn't above its high one."""
    low_first = Q(**{f"{part}_low__lte": F(f"{part}_high")})
    return models.CheckConstraint(condition=low_first, name=f"{part}_is_a_range")


class Appraisal(models.Model):
    """What an implementation is worth and what it costs, as ranges that hold 90 of 100 times.

    All three are of the same span of time and in the unit of the metric.
    """

    metric = models.ForeignKey(SuccessMetric, models.PROTECT, related_name="appraisals")
    value_low = models.FloatField()
    value_high = models.FloatField()
    run_cost_low = models.FloatField()
    run_cost_high = models.FloatField()
    build_cost_low = models.FloatField()
    build_cost_high = models.FloatField()
    appraised_on = models.DateField()
    grade = models.PositiveSmallIntegerField(
        choices=Observation.Grade,
        default=0,
        validators=[MaxValueValidator(4)],
        help_text="Of the evidence for the value.",
    )
    method = models.CharField(max_length=240, blank=True)
    source = models.CharField(max_length=240, blank=True)
    noted_by = models.ForeignKey("teams.User", models.PROTECT, null=True, editable=False)
    noted_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        app_label = "metrics"
        ordering = ["metric", "appraised_on", "pk"]
        constraints = [is_a_range(part) for part in PARTS]

    def __str__(self) -> str:
        return f"{self.metric} on {self.appraised_on}"

    @classmethod
    def of(
        cls,
        metric: SuccessMetric,
        *,
        by: User,
        appraised_on: date,
        grade: int = 0,
        method: str = "",
        source: str = "",
        **ends: float,
    ) -> Self:
        """Write down three ranges of 90 %: value, cost of running, cost of building."""
        with metric.project.changed_by(by, even_closed=True) as actor:
            if metric.kind != SuccessMetric.Kind.VIABLE:
                raise MetricNotWeighed(
                    "Only an economically viable implementation is weighed like this."
                )
            _check(ends, appraised_on)
            appraisal = cls(
                metric=metric,
                appraised_on=appraised_on,
                grade=grade,
                method=method,
                source=source,
                noted_by=actor.user,
                noted_at=clock.now(),
                **ends,
            )
            appraisal.clean_fields(exclude=["metric", "noted_by"])
            appraisal.save(force_insert=True)
            details = SuccessMetricAppraised(
                successmetric=metric.pk, on=appraised_on, grade=grade, **ends
            )
            metric.record(details, by=actor)
            return appraisal


def _check(ends: dict[str, Any], day: date) -> None:
    for part in PARTS:
        if ends[f"{part}_low"] > ends[f"{part}_high"]:
            raise RangeReversed(
                "A range goes from the lower end to the higher one.", f"{part}_high"
            )
    for part in PARTS[1:]:
        if ends[f"{part}_low"] < 0:
            raise CostBelowNothing("A cost is nothing or more.", f"{part}_low")
    if day > clock.today():
        raise AppraisedInTheFuture("Nobody has seen the future yet.", "appraised_on")
