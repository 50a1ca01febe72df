from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from projects.models.eventful import OfProject
from projects.models.project import OfProjectQuerySet
from teams.models import Membership
from value.events import EconomicsEstimated
from value.refusals import EconomicsOutOfBounds, HalfARange, RangeReversed

if TYPE_CHECKING:
    from solutions.models import Solution
    from teams.models.user import User

MOST_VALUE = 1e15
MOST_MONTHS = 600.0
LASTS = (12.0, 36.0)  # months, unless somebody says otherwise
PARTS = {"value": -MOST_VALUE, "ramp": 0.0, "lasts": 0.0}  # each with the least that it may be
ENDS = tuple(f"{part}_{end}" for part in PARTS for end in ("low", "high"))


class EconomicsQuerySet(OfProjectQuerySet["Economics"]):
    def visible_to(self, user: User) -> Self:
        """What holds a day rate or lets one be computed is the team's own, never a guest's."""
        seats = Membership.objects.current().working().filter(user=user.pk)
        return self.filter(project__team__in=seats.values("team"))


def _end(most: float, least: float, label: str, **options: Any) -> Any:
    holds = [MinValueValidator(least), MaxValueValidator(most)]
    return models.FloatField(label, validators=holds, **options)


def _open_end(most: float, least: float, label: str) -> Any:
    return _end(most, least, label, null=True, blank=True)


def _is_a_range(part: str) -> models.CheckConstraint:
    low, high = f"{part}_low", f"{part}_high"
    known = Q(**{f"{low}__lte": F(high), f"{low}__gte": PARTS[part]})
    unknown = Q(**{low: None, high: None})
    return models.CheckConstraint(condition=unknown | known, name=f"economics_{part}_is_a_range")


class Economics(OfProject):
    """What a solution is thought to be worth a month, when, and for how long: ranges of 90 %.

    Money is in the project's currency. What it costs to run stands in its fit, what it costs to
    build follows from its stories.
    """

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="economics")
    solution = models.OneToOneField("solutions.Solution", models.PROTECT, related_name="economics")
    value_low = _open_end(MOST_VALUE, -MOST_VALUE, "value a month at full use, from")
    value_high = _open_end(MOST_VALUE, -MOST_VALUE, "value a month at full use, to")
    ramp_low = _open_end(MOST_MONTHS, 0, "months until full use, from")
    ramp_high = _open_end(MOST_MONTHS, 0, "months until full use, to")
    lasts_low = _end(MOST_MONTHS, 0, "months it lasts, from", default=LASTS[0])
    lasts_high = _end(MOST_MONTHS, 0, "months it lasts, to", default=LASTS[1])

    objects: ClassVar = EconomicsQuerySet.as_manager()

    class Meta:
        app_label = "metrics"
        ordering = ["solution"]
        verbose_name = verbose_name_plural = "economics"
        constraints = [_is_a_range(part) for part in PARTS]

    def __str__(self) -> str:
        return f"Economics of {self.solution}"

    @property
    def address(self) -> str:
        """Where it is read."""
        return reverse("economics", args=[self.solution_id])

    @staticmethod
    def of(solution: Solution) -> Economics:
        """What was said of it, or what holds until somebody says it."""
        found: Economics | None = Economics.objects.filter(solution=solution.pk).first()
        return found or Economics(project=solution.project, solution=solution)

    @classmethod
    def estimate(cls, solution: Solution, *, by: User, **ends: float | None) -> Economics:
        """Say what it is thought to be worth; ends that aren't given stay."""
        with solution.project.changed_by(by, even_closed=True) as actor:
            solution.reread("ended_as")
            solution.must_stand()
            row = cls.of(solution)
            was = {name: getattr(row, name) for name in ENDS}
            now = {**was, **ends}
            _check(now)
            if was == now:
                return row
            for name, value in now.items():
                setattr(row, name, value)
            row.check_own_fields()
            row.save(force_insert=row.pk is None)
            changed = [name for name in ENDS if was[name] != now[name]]
            told: dict[str, Any] = {
                "solution": solution.pk,
                "was": {name: was[name] for name in changed},
                "now": {name: now[name] for name in changed},
            }
            row.record(EconomicsEstimated.of(told), by=actor)
            return row


def _check(ends: dict[str, float | None]) -> None:
    for part, least in PARTS.items():
        low, high = ends[f"{part}_low"], ends[f"{part}_high"]
        if low is None and high is None and part != "lasts":
            continue
        if low is None or high is None:
            end = "low" if low is None else "high"
            raise HalfARange("Say both ends, from and to, or neither.", f"{part}_{end}")
        most = MOST_VALUE if part == "value" else MOST_MONTHS
        for end, value in (("low", low), ("high", high)):
            if not isfinite(value) or not least <= value <= most:
                told = f"A number from {least:,.0f} to {most:,.0f}."
                raise EconomicsOutOfBounds(told, f"{part}_{end}")
        if low > high:
            told = "A range goes from the lower end to the higher one."
            raise RangeReversed(told, f"{part}_high")
