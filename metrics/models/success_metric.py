from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from base import clock
from base.roles import Role
from metrics.events import (
    SuccessMetricDefined,
    SuccessMetricObserved,
    SuccessMetricRetargeted,
)
from metrics.refusals import ObservedInTheFuture, TargetOnWrongSide
from projects.models.eventful import OfProject

if TYPE_CHECKING:
    from projects.models.project import Project
    from teams.models.membership import Actor
    from teams.models.user import User


class SuccessMetric(OfProject):
    """How the customer will know: one number of one of the six kinds of success."""

    class Kind(models.TextChoices):
        VALUE = "incremental_value", "Incremental value"
        TIME = "time_to_market", "Time to market"
        VIABLE = "viable_implementation", "Economically viable implementation"
        COST = "cost_avoidance", "Cost avoidance"
        BRAND = "brand_benefit", "Brand benefit"
        GOODWILL = "goodwill", "Goodwill"

    class Direction(models.TextChoices):
        UP = "up", "Higher is better"
        DOWN = "down", "Lower is better"

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="success_metrics")
    kind = models.CharField(max_length=24, choices=Kind)
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=30)
    baseline = models.FloatField()
    target = models.FloatField()
    direction = models.CharField(max_length=4, choices=Direction, default=Direction.UP)
    due = models.DateField()
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["project", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(direction="up", target__gte=models.F("baseline"))
                | Q(direction="down", target__lte=models.F("baseline")),
                name="target_lies_in_its_direction",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def define(
        cls,
        project: Project,
        *,
        by: User,
        baseline: float,
        target: float,
        direction: str = "up",
        **fields: Any,
    ) -> Self:
        """Agree on a metric; its target has to lie on the better side of the baseline."""
        _check_target(baseline, target, direction)
        with project.changed_by(by, needs=Role.LEAD) as actor:
            return cls.add_to(
                project,
                actor,
                SuccessMetricDefined,
                baseline=baseline,
                target=target,
                direction=direction,
                **fields,
            )

    def retarget(self, *, target: float, due: date, by: User) -> None:
        """Change what is aimed at; the old target stays in the history."""
        _check_target(self.baseline, target, self.direction)
        with self.project.changed_by(by, needs=Role.LEAD) as actor:
            self.change(actor, SuccessMetricRetargeted, target=target, due=due)

    def observe(
        self,
        *,
        value: float,
        observed_on: date,
        by: User,
        spread: float | None = None,
        grade: int = 0,
        method: str = "",
        source: str = "",
    ) -> Observation:
        """Write down what was seen, how sure it is and how it was found."""
        with self.project.changed_by(by, even_closed=True) as actor:
            return self.note(
                actor,
                value=value,
                observed_on=observed_on,
                spread=spread,
                grade=grade,
                method=method,
                source=source,
            )

    def note(self, actor: Actor, **seen: Any) -> Observation:
        """Keep what an actor saw, who holds the project's lock and may say so."""
        if seen["observed_on"] > clock.today():
            raise ObservedInTheFuture("Nobody has seen the future yet.", "observed_on")
        observation = Observation(metric=self, noted_by=actor.user, noted_at=clock.now(), **seen)
        observation.clean_fields(exclude=["metric", "noted_by"])
        observation.save(force_insert=True)
        details = self.details_of(
            SuccessMetricObserved,
            observation=observation.pk,
            value=observation.value,
            grade=observation.grade,
        )
        self.record(details, by=actor)
        return observation


class Observation(models.Model):
    """A value of a metric as it was seen, with its spread and the grade of its evidence."""

    class Grade(models.IntegerChoices):
        ASSERTED = 0, "Asserted"
        BEFORE_AFTER = 1, "Before and after"
        CONTROLLED = 2, "Before and after with a control period"
        QUASI = 3, "Quasi-experiment"
        RANDOMISED = 4, "Randomised"

    metric = models.ForeignKey(SuccessMetric, models.PROTECT, related_name="observations")
    value = models.FloatField()
    spread = models.FloatField(
        "standard error", null=True, blank=True, validators=[MinValueValidator(0)]
    )
    observed_on = models.DateField()
    grade = models.PositiveSmallIntegerField(
        choices=Grade, default=Grade.ASSERTED, validators=[MaxValueValidator(4)]
    )
    method = models.CharField(max_length=240, blank=True)
    source = models.CharField(max_length=240, blank=True)
    noted_by = models.ForeignKey("teams.User", models.PROTECT, null=True, editable=False)
    noted_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["metric", "observed_on", "pk"]

    def __str__(self) -> str:
        return f"{self.metric}: {self.value} {self.metric.unit}"


def _check_target(baseline: float, target: float, direction: str) -> None:
    if (target < baseline) if direction == "up" else (target > baseline):
        better = "above" if direction == "up" else "below"
        raise TargetOnWrongSide(f"The target has to lie {better} the baseline.", "target")
