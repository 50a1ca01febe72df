"""Which of the two disciplines somebody stands for, when a question is looked at together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from base.roles import Discipline, Role

if TYPE_CHECKING:
    from base.user import User
    from teams.models.membership import Membership
    from teams.models.team import Team

SIDES = (Discipline.SCIENCE, Discipline.ENGINEERING)
SIDE_CHOICES = [(side.value, side.label) for side in SIDES]


def other_side(side: str) -> str:
    [other] = (one for one in SIDES if one != side)
    return other.value


class Sides:
    """The sides of one person in one team: one for each moment at which a round was asked.

    It is the discipline of their earliest membership that reaches past that moment. So a change
    of discipline or role, or leaving and coming back, moves nobody to the other side before the
    reveal. Who isn't a working member now reads neither.
    """

    def __init__(self, memberships: Iterable[Membership]) -> None:
        self.memberships = sorted(memberships, key=lambda one: (one.joined_at, one.pk))
        self.works = any(one.is_current and one.role != Role.GUEST for one in self.memberships)

    @classmethod
    def of(cls, team: Team, user: User | None) -> Sides:
        """Read the person's memberships in the team, in one query."""
        return cls(team.memberships.filter(user=user) if user else ())

    def at(self, asked_at: datetime) -> str:
        """Return the side of a round asked at that moment; "" for who has none."""
        if not self.works:
            return ""
        for one in self.memberships:
            if one.left_at is None or one.left_at > asked_at:
                return one.discipline if one.discipline in SIDES else ""
        return ""
