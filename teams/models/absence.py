from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value

if TYPE_CHECKING:
    from teams.models.membership import Membership, MembershipQuerySet
    from teams.models.user import User


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def visible_to(self, user: User) -> Self:
        """Who is away when is the team's own business: its guests don't see it."""
        return self.filter(team__in=user.memberships.current().working().values("team"))

    def ending_from(self, day: date) -> Self:
        return self.filter(last_day__gte=day)

    def between(self, first_day: date, last_day: date) -> Self:
        return self.filter(first_day__lte=last_day, last_day__gte=first_day)


class Absence(models.Model):
    """Days on which somebody is away from the team, wholly or in part. No reason is kept."""

    team = models.ForeignKey("teams.Team", models.CASCADE, related_name="absences")
    user = models.ForeignKey("teams.User", models.CASCADE, related_name="absences")
    first_day = models.DateField()
    last_day = models.DateField()
    share = models.DecimalField(
        max_digits=3,
        decimal_places=2,
        default=1,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="How much of each day: 1 is all of it.",
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="absence_ends_after_it_starts"
            ),
            ExclusionConstraint(
                name="one_absence_at_a_time",
                expressions=[
                    ("team", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    (
                        Func(F("first_day"), F("last_day"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} away {self.first_day} to {self.last_day}"


def person_days(
    memberships: MembershipQuerySet | list[Membership],
    absences: AbsenceQuerySet | list[Any],
    working_days: set[int],
    first_day: date,
    last_day: date,
) -> float:
    """Return how many person-days the members have from first_day to last_day, both included.

    `memberships` carry user_id, capacity (share of a day), joined_at and left_at; `absences` carry
    user_id, first_day, last_day and share; `working_days` are ISO weekday numbers. Leaving guests
    out is the caller's. The unit is full working days of one person.
    """
    days = []
    for n in range((last_day - first_day).days + 1):
        days.append(first_day + timedelta(days=n))
    away = {}
    for absence in absences:
        for day in days:
            if absence.first_day <= day <= absence.last_day:
                away[(absence.user_id, day)] = float(absence.share)
    shares = []
    for member in memberships:
        for day in days:
            if day.isoweekday() in working_days and _is_in(member, day):
                present = 1 - away.get((member.user_id, day), 0.0)
                shares.append(float(member.capacity) * present)
    return sum(shares)


def _is_in(member: Membership, day: date) -> bool:
    left = member.left_at is None or member.left_at.date() > day
    return member.joined_at.date() <= day and left
