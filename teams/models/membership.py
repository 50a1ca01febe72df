from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q

from base import clock
from base.roles import STRENGTH, Discipline, Role
from teams.refusals import NotInTheTeam, RoleTooLow

if TYPE_CHECKING:
    from base.user import User


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self) -> Self:
        return self.filter(left_at=None)

    def at(self, moment: datetime) -> Self:
        return self.filter(Q(left_at=None) | Q(left_at__gt=moment), joined_at__lte=moment)

    def working(self) -> Self:
        """Those who count for the size of the team; guests look on."""
        return self.exclude(role=Role.GUEST)

    def leads(self) -> Self:
        return self.filter(role=Role.LEAD)

    def from_customer(self) -> Self:
        """Those who are the customer's people, whatever they do in the team."""
        return self.filter(Q(from_customer=True) | Q(discipline=Discipline.CUSTOMER))

    def teams_of(self, user: User) -> models.QuerySet[Any, Any]:
        """Ids of the teams that the user is in today."""
        return self.current().filter(user=user.pk).values("team")

    def visible_to(self, user: User) -> Self:
        return self.filter(team__memberships__user=user, team__memberships__left_at=None)


class Membership(models.Model):
    """Who was what in which team, and when; a change of role or discipline is a new row."""

    team = models.ForeignKey("teams.Team", models.PROTECT, related_name="memberships")
    user = models.ForeignKey("teams.User", models.PROTECT, related_name="memberships")
    discipline = models.CharField(max_length=12, choices=Discipline)
    role = models.CharField(max_length=8, choices=Role, default=Role.MEMBER)
    capacity = models.DecimalField(
        max_digits=3,
        decimal_places=2,
        default=1,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="Share of a full working day, 0 to 1.",
    )
    from_customer = models.BooleanField(
        "from the customer",
        default=False,
        db_default=False,
        help_text="Counts in their own discipline, and signs the charter for the customer.",
    )
    joined_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["team", "joined_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("joined_at")),
                name="left_after_joining",
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=0) & Q(capacity__lte=1), name="capacity_is_a_share"
            ),
            ExclusionConstraint(
                name="one_membership_at_a_time",
                expressions=[
                    ("team", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    (
                        Func(F("joined_at"), F("left_at"), function="tstzrange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="This person is in the team at that time already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.team} ({self.get_discipline_display().lower()}, {self.role})"

    @property
    def is_current(self) -> bool:
        return self.left_at is None

    @property
    def is_lead(self) -> bool:
        return self.role == Role.LEAD


class WithMembers(Protocol):
    """A team, as its memberships know it: the model imports this module."""

    name: str
    memberships: Any


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it, and what they were in the team at that moment; the system has no user."""

    user: Any | None
    discipline: str = ""
    role: str = "system"
    from_customer: bool = False

    @property
    def works(self) -> bool:
        """Guests look on."""
        return self.role != Role.GUEST

    @property
    def signs_for(self) -> str:
        """For whom their word stands under a charter: the customer, or their discipline."""
        return Discipline.CUSTOMER.value if self.from_customer else self.discipline

    @classmethod
    def of(cls, team: WithMembers, user: User | Actor | None) -> Actor:
        """Say what the user is here now: by membership, else as the installation's admin."""
        if user is None or isinstance(user, Actor):
            return user or cls(None)
        membership = team.memberships.at(clock.now()).filter(user=user).first()
        if membership:
            return cls(user, membership.discipline, membership.role, membership.from_customer)
        if user.is_superuser:
            return cls(user, role="admin")
        raise NotInTheTeam(f"Only people of {team.name} may do that.")

    @classmethod
    def admitted(cls, team: WithMembers, user: User | Actor | None, needs: str) -> Actor:
        """Say the same of somebody whose role is at least this one; raises NotAllowed."""
        actor = cls.of(team, user)
        if STRENGTH[actor.role] < STRENGTH[needs]:
            raise RoleTooLow(f"Only a {needs} of {team.name} may do that; you are a {actor.role}.")
        return actor
