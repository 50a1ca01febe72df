"""The people of a project's team, read together with the project in one query."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from base.roles import Discipline, Role
from teams.models import Membership, User


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """Somebody of the team, as what they are in it today."""

    user: User
    discipline: str
    role: str
    is_current: bool = True
    from_customer: bool = False

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        user = User(pk=row["user"], name=row["name"], email=row["email"])
        is_current = row["left_at"] is None
        return cls(user, row["discipline"], row["role"], is_current, row["from_customer"])

    @property
    def signs_for(self) -> str:
        """For whom their word stands under a charter: the customer, or their discipline."""
        return Discipline.CUSTOMER.value if self.from_customer else self.discipline


def member_rows(team: str = "team") -> ArraySubquery:
    """Return what annotates a query with everybody who is or was in the team it names."""
    return ArraySubquery(
        Membership.objects.filter(team=OuterRef(team))
        .order_by("joined_at", "pk")
        .values(
            json=JSONObject(
                user="user_id",
                name="user__name",
                email="user__email",
                discipline="discipline",
                role="role",
                from_customer="from_customer",
                left_at="left_at",
            )
        )
    )


class TeamRoster:
    """Who is in the team now, what I may do in it, and the names of those who were."""

    def __init__(self, rows: list[dict[str, Any]], me: User) -> None:
        self.everybody = [RosterEntry.of(row) for row in rows]
        self.current = [mate for mate in self.everybody if mate.is_current]
        self.me = next((mate for mate in self.current if mate.user.pk == me.pk), None)

    def __iter__(self) -> Iterator[RosterEntry]:
        return iter(self.current)

    @property
    def leads(self) -> bool:
        """Whether I lead the team."""
        return self.me is not None and self.me.role == Role.LEAD

    @property
    def works(self) -> bool:
        """Whether I am more than a guest."""
        return self.me is not None and self.me.role != Role.GUEST

    @cached_property
    def names(self) -> dict[int, str]:
        return {mate.user.pk: str(mate.user) for mate in self.everybody}

    @cached_property
    def disciplines(self) -> dict[int, str]:
        """What each was last, by the id of the user."""
        return {mate.user.pk: mate.discipline for mate in self.everybody}
