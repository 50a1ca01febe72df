"""Who is there: how much the team can put in, over what it usually does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Self

from teams.models import Absence, Membership
from teams.models.absence import person_days

if TYPE_CHECKING:
    from teams.models.team import Team

USUAL = timedelta(weeks=12)
LEAST_DAYS = 28  # of the team as it is told, before it is taken as what is usual
LEAST, MOST = 0.1, 2.0
AHEAD = timedelta(weeks=104)


@dataclass(frozen=True)
class People:
    """The working members that the team has or had lately, and when they are away."""

    members: list[Membership]
    absences: list[Absence]
    working_days: set[int]
    today: date

    @classmethod
    def of(cls, team: Team, today: date) -> Self:
        """Two statements; no name is read."""
        since = today - USUAL
        members = team.memberships.working().filter(joined_at__date__lte=today)
        absences = team.absences.between(since, today + AHEAD)
        return cls(list(members), list(absences), set(team.working_days), today)

    @property
    def size(self) -> int:
        return sum(member.left_at is None for member in self.members)

    def person_days(self, first_day: date, last_day: date) -> float:
        return person_days(self.members, self.absences, self.working_days, first_day, last_day)

    @cached_property
    def usual(self) -> float | None:
        """Person-days a working day had lately; None while the team is told for too short."""
        first = min((member.joined_at.date() for member in self.members), default=self.today)
        first = max(first, self.today - USUAL)
        last = self.today - timedelta(days=1)
        worked = self._worked(first, last)
        if (last - first).days + 1 < LEAST_DAYS or not worked:
            return None
        return self.person_days(first, last) / worked or None

    def share(self, last_day: date, first_day: date | None = None, away: float = 0) -> float:
        """Capacity until that day over what is usual, with `away` of the members away as well."""
        first_day = first_day or self.today
        worked, usual = self._worked(first_day, last_day), self.usual
        factor = 1.0
        if usual and worked:
            factor = self.person_days(first_day, last_day) / worked / usual
        if away and self.size:
            factor *= 1 - away / self.size
        return min(max(factor, LEAST), MOST)

    def away(self, first_day: date, last_day: date) -> int:
        """How many members are away, for a part of it or all; whom, nobody asks."""
        absent = set()
        for one in self.absences:
            if one.first_day <= last_day and one.last_day >= first_day:
                absent.add(one.user_id)
        present = set()
        for member in self.members:
            if member.left_at is None:
                present.add(member.user_id)
        return len(absent & present)

    def _worked(self, first: date, last: date) -> int:
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return sum(day.isoweekday() in self.working_days for day in days)
