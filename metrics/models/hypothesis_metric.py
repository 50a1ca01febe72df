"""By which success metric a hypothesis is measured: held here, as hypotheses know no metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef

from metrics.events import HypothesisMeasured
from metrics.models.success_metric import Observation, SuccessMetric
from metrics.refusals import MeasuredElsewhere, MeasuredStill
from projects.models.amendable import amended_because
from projects.models.hypothesis_amendment import METRIC

if TYPE_CHECKING:
    from projects.models import Hypothesis
    from teams.models.membership import Actor
    from teams.models.user import User


class HypothesisMetricQuerySet(models.QuerySet["HypothesisMetric"]):
    def visible_to(self, user: User) -> Self:
        metrics = SuccessMetric.objects.visible_to(user).order_by().values("pk")
        return self.filter(metric__in=metrics)

    def of_outer(self) -> Self:
        """That of the hypothesis that an outer query is at."""
        return self.filter(hypothesis=OuterRef("pk"))


class HypothesisMetric(models.Model):
    """The success metric that says whether a hypothesis holds: one at a time."""

    hypothesis = models.OneToOneField(
        "projects.Hypothesis", models.PROTECT, related_name="measured_by"
    )
    metric = models.ForeignKey(
        "metrics.SuccessMetric", models.PROTECT, related_name="hypothesis_links"
    )

    objects: ClassVar = HypothesisMetricQuerySet.as_manager()

    class Meta:
        ordering = ["hypothesis"]
        verbose_name = "metric of a hypothesis"
        verbose_name_plural = "metrics of hypotheses"

    def __str__(self) -> str:
        return f"{self.hypothesis} ← {self.metric}"

    @classmethod
    def choose(
        cls, hypothesis: Hypothesis, metric: SuccessMetric | None, *, by: User, reason: str = ""
    ) -> HypothesisMetric | None:
        """Measure it by this metric from now on; once its test runs, that is an amendment."""
        if metric is None:
            cls.leave(hypothesis, None, by=by)
            return None
        if metric.project_id != hypothesis.project_id:
            raise MeasuredElsewhere("This metric belongs to another project.", "metric")
        with hypothesis.project.changed_by(by) as actor:
            hypothesis.reread("state", *hypothesis.locked)
            row = cls.objects.filter(hypothesis=hypothesis).first() or cls(hypothesis=hypothesis)
            was = row.metric_id
            if was == metric.pk:
                return row
            if hypothesis.is_locked:
                hypothesis.must_run()
                why = amended_because(reason)
                hypothesis.amend_within(actor, METRIC, metric.name, metric.name, why)
            row.metric = metric
            if row.pk:
                row.save(update_fields=["metric"])
            else:
                row.save(force_insert=True)
            cls._tell(hypothesis, was, metric.pk, actor)
            return row

    @classmethod
    def leave(cls, hypothesis: Hypothesis, metric: SuccessMetric | None, *, by: User) -> None:
        """Measure a draft by no metric, or no more by this; what runs goes on being measured."""
        with hypothesis.project.changed_by(by) as actor:
            hypothesis.reread("state")
            found = cls.objects.filter(hypothesis=hypothesis).first()
            if found is None or (metric and found.metric_id != metric.pk):
                return
            if hypothesis.is_locked:
                raise MeasuredStill("Its test has begun; choose another metric, with a reason.")
            found.delete()
            cls._tell(hypothesis, found.metric_id, None, actor)

    @staticmethod
    def _tell(hypothesis: Hypothesis, was: int | None, now: int | None, actor: Actor) -> None:
        hypothesis.record(hypothesis.details_of(HypothesisMeasured, was=was, now=now), by=actor)


def observed() -> Exists:
    """That a value of the metric of the hypothesis at hand was noted after its start."""
    noted = Observation.objects.filter(metric__hypothesis_links__hypothesis=OuterRef("pk"))
    return Exists(noted.annotate(since=OuterRef("stated_at")).filter(noted_at__gte=F("since")))
