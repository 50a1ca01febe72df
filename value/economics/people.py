"""How many person-days a team had: its people and their absences, read in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from projects.models.read_along import rows_of
from solutions.models.drama_reading import moment_of
from teams.models import Absence, Membership, Team
from teams.models.absence import person_days


@dataclass(frozen=True, slots=True)
class Seat:
    """What somebody was in the team, and when."""

    user_id: int
    capacity: float
    joined_at: datetime
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which somebody was away, and how much of each."""

    user_id: int
    first_day: date
    last_day: date
    share: float


class People:
    """Those who work in a team, whoever left since."""

    def __init__(self, team: Team) -> None:
        self.working_days = set(team.working_days)
        seats = {name: name for name in Seat.__dataclass_fields__}
        days = {name: name for name in Away.__dataclass_fields__}
        read = Team.objects.filter(pk=team.pk).values(
            seats=rows_of(Membership.objects.working(), "team", **seats),
            days=rows_of(Absence.objects.all(), "team", **days),
        )
        told = read.get()
        # They say by the same names what a membership and an absence say.
        self.seats: list[Any] = [_seat(row) for row in told["seats"]]
        self.days = [_away(row) for row in told["days"]]

    def person_days(self, first: date, last: date) -> float:
        return person_days(self.seats, self.days, self.working_days, first, last)


def _seat(row: dict[str, Any]) -> Seat:
    left_at = row["left_at"] and moment_of(row["left_at"])
    return Seat(row["user_id"], float(row["capacity"]), moment_of(row["joined_at"]), left_at)


def _away(row: dict[str, Any]) -> Away:
    first, last = (date.fromisoformat(row[name]) for name in ("first_day", "last_day"))
    return Away(row["user_id"], first, last, float(row["share"]))
