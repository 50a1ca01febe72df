"""Who is and was in a team, read once: who reads, who is away, how many of each discipline."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from base.roles import Role
from teams.refusals import RoleTooLow

if TYPE_CHECKING:
    from health.history.window import WithSprints
    from teams.models import Membership, User


class Crew:
    """The seats of a project's team, those that were left too, as its reader finds them."""

    def __init__(self, project: WithSprints, reader: User) -> None:
        self.project, self.team, self.reader = project, project.team, reader

    @cached_property
    def seats(self) -> list[Membership]:
        return list(self.team.memberships.select_related("user"))

    @cached_property
    def waits(self) -> bool:
        """Whether the reader is a guest, who reads a day later what the team may read."""
        works = any(one.user_id == self.reader.pk for one in self.working)
        return not works and not self.reader.is_superuser

    def must_work(self) -> None:
        """Refuse guests, where what is shown is the team's own."""
        if self.waits:
            raise RoleTooLow(f"Only people who work in {self.team.name} read that.")

    @property
    def working(self) -> list[Membership]:
        """Those of today, without guests."""
        return [one for one in self.seats if one.is_current and one.role != Role.GUEST]

    @property
    def names(self) -> dict[int, str]:
        return {one.user_id: str(one.user) for one in self.seats}

    def people(self, since: datetime, until: datetime) -> Counter[str]:
        """How many of each discipline worked here between two moments."""
        pairs = set()
        for one in self.seats:
            is_in = one.joined_at < until and (one.left_at is None or one.left_at > since)
            if is_in and one.role != Role.GUEST:
                pairs.add((one.discipline, one.user_id))
        return Counter(discipline for discipline, _ in pairs)
