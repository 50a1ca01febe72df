from __future__ import annotations

from datetime import date
from typing import Any, Self

import numpy as np
from django.db import models, transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import JSONObject
from django.utils.functional import cached_property
from numpy.typing import NDArray

from base import clock
from projects.models.project import OfProjectQuerySet

Draws = NDArray[np.float64]
Pairs = list[list[float | None]]


class ForecastQuerySet(OfProjectQuerySet["Forecast"]):
    def due(self, today: date) -> Self:
        """Those whose day has come and which nobody has scored."""
        return self.filter(outcome=None, due_on__lte=today)

    def waiting(self) -> Self:
        """Those that may resolve before their day: what they wait for can be done sooner."""
        return self.filter(outcome=None)

    def resolved(self) -> Self:
        """Those whose outcome is known."""
        return self.exclude(outcome=None)

    def scored(self) -> ForecastQuerySet:
        """Those with a score, in the order in which they came true or didn't."""
        held = self.filter(outcome__voided=False).select_related("outcome")
        return held.order_by("due_on", "issued_on", "pk")

    def last_fortnight(self) -> models.Subquery:
        """Of the project of an outer query: what was said last of two weeks, as JSON."""
        newest = self.filter(project=OuterRef("pk"), kind=Forecast.Kind.COUNT, days=14)
        told = JSONObject(issued_on="issued_on", due_on="due_on", ranges="summary__ranges")
        return Subquery(newest.order_by("-pk").values(json=told)[:1])

    def last_issued(self) -> Self:
        """What was said last of each project as a whole, and of its themes that are open."""
        whole = ~Q(kind=Forecast.Kind.SPRINT_COUNT)
        last = Forecast.objects.filter(whole, project=OuterRef("project")).order_by("-issued_on")
        rows = self.filter(whole, issued_on=Subquery(last.values("issued_on")[:1]))
        is_open = Q(theme=None) | ~Q(theme__state__in=("done", "dropped"))
        return rows.filter(is_open).order_by("kind", "theme__position", "pk")

    def last_of_the_end(self) -> models.Subquery:
        """Of the project of an outer query: the chance given last to its charter's end."""
        newest = self.filter(project=OuterRef("pk"), kind=Forecast.Kind.CHARTER_END)
        told = JSONObject(issued_on="issued_on", due_on="due_on", chance="summary__chance")
        return Subquery(newest.order_by("-pk").values(json=told)[:1])

    def last_of_outer_theme(self) -> models.Subquery:
        """Of the theme that an outer query is at: its range of 85 % as said last, as JSON."""
        newest = self.of_themes().filter(theme=OuterRef("pk")).order_by("-pk")
        ends = KeyTransform("0.85", KeyTransform("intervals", "summary"))
        return Subquery(newest.values(json=JSONObject(issued_on="issued_on", ends=ends))[:1])

    def counts(self) -> Self:
        """Those that the ranges learn from."""
        return self.filter(kind=Forecast.Kind.COUNT)

    def of_themes(self) -> Self:
        """Those that say when a theme is done."""
        return self.filter(kind=Forecast.Kind.THEME_DONE)


class Forecast(models.Model):
    """What was said, when, and from what. Frozen: the database refuses to change or delete it.

    The possible futures are kept as [value, how many] pairs, null for “never”, so that the score
    doesn't depend on the code of the day it is made.
    """

    class Kind(models.TextChoices):
        COUNT = "count", "How many by then"
        SPRINT_COUNT = "sprint_count", "How many in the sprint"
        THEME_DONE = "theme_done", "When the theme is done"
        BACKLOG_DONE = "backlog_done", "When all that is open is done"
        CHARTER_END = "charter_end", "Done by the charter's end"

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="forecasts")
    kind = models.CharField(max_length=12, choices=Kind)
    sprint = models.ForeignKey(
        "sprints.Sprint", models.PROTECT, null=True, related_name="forecasts"
    )
    theme = models.ForeignKey("projects.Theme", models.PROTECT, null=True, related_name="forecasts")
    issued_at = models.DateTimeField(default=clock.now)
    issued_on = models.DateField(help_text="Knows what was done before this day.")
    days = models.PositiveSmallIntegerField(help_text="Of a count: how many it reaches.")
    due_on = models.DateField(help_text="The first day on which it is known whether it held.")
    inputs = models.JSONField()
    inputs_sha256 = models.CharField(max_length=64)
    recalibration = models.JSONField(help_text="What was learned from earlier ones by then.")
    code_version = models.CharField(max_length=16)
    seed = models.BigIntegerField()
    summary = models.JSONField(help_text="Ranges and percentiles.")
    futures = models.JSONField()
    rival_futures = models.JSONField(
        null=True, help_text="Those of the common bootstrap of twelve weeks, to be compared with."
    )

    objects = ForecastQuerySet.as_manager()

    class Meta:
        app_label = "metrics"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "inputs_sha256"], name="issued_once_for_the_same_inputs"
            )
        ]
        indexes = [models.Index(fields=["project", "due_on"], name="project_forecast")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.project_id}, {self.issued_on}"

    @property
    def is_count(self) -> bool:
        return self.kind in (self.Kind.COUNT, self.Kind.SPRINT_COUNT)

    @cached_property
    def draws(self) -> Draws:
        """The possible futures, sorted."""
        return spread(self.futures)

    @property
    def rival_draws(self) -> Draws | None:
        if self.rival_futures is None:
            return None
        return spread(self.rival_futures)

    def interval(self, level: float) -> list[float | None]:
        """The low and high end it gave for this level; None stands for “never”."""
        ends: list[float | None] = self.summary["intervals"][f"{level:.2f}"]
        return ends

    def holds(self, level: float, value: float) -> bool:
        low, high = self.interval(level)
        return (np.inf if low is None else low) <= value <= (np.inf if high is None else high)


class ForecastOutcome(models.Model):
    """What came of a forecast, and how good that makes it; once, and never changed."""

    forecast = models.OneToOneField(Forecast, models.PROTECT, related_name="outcome")
    resolved_at = models.DateTimeField(default=clock.now)
    value = models.FloatField(
        null=True, help_text="Stories, days, or 1 for yes; none if it lies beyond every range."
    )
    voided = models.BooleanField(default=False, help_text="What it spoke of was given up.")
    note = models.CharField(max_length=200, blank=True)
    held_50 = models.BooleanField(null=True)
    held_85 = models.BooleanField(null=True)
    held_95 = models.BooleanField(null=True)
    crps = models.FloatField(null=True)
    rival_crps = models.FloatField(null=True)
    pit = models.FloatField(null=True)
    brier = models.FloatField(null=True)

    class Meta:
        app_label = "metrics"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(voided=False)
                | Q(held_50=None, held_85=None, held_95=None, crps=None, pit=None, brier=None),
                name="voided_forecast_has_no_score",
            )
        ]

    def __str__(self) -> str:
        return f"Outcome of forecast {self.forecast_id}"

    @classmethod
    @transaction.atomic
    def write(cls, forecast: Forecast, **scores: Any) -> Self:
        """Keep the outcome; a forecast that has one keeps that."""
        return cls.objects.get_or_create(forecast=forecast, defaults=scores)[0]


def gathered(draws: Draws) -> Pairs:
    """Write sorted draws as [value, how many] pairs; null for infinity."""
    values, counts = np.unique(np.asarray(draws, float), return_counts=True)
    plain = []
    for value in values.tolist():
        plain.append(value if np.isfinite(value) else None)
    return [[value, count] for value, count in zip(plain, counts.tolist(), strict=True)]


def spread(pairs: Pairs) -> Draws:
    values, counts = np.array(pairs, float).reshape(-1, 2).T  # null has become NaN
    values[np.isnan(values)] = np.inf
    return np.repeat(values, counts.astype(int))
