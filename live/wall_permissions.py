"""Who may listen to a wall: whoever may see it; looked up for many at once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from base.roles import Role
from live.permissions import NOT_THERE, STRANGER, roles_of, signed_in
from walls.models import Wall

if TYPE_CHECKING:
    from teams.models import User


@dataclass(frozen=True, slots=True)
class WallSeat:
    """One person's right to hear one wall, as it stood when it was last looked at."""

    session: str
    user: int
    project: int
    wall: int


def admit(knocks: Collection[tuple[str, str]]) -> dict[tuple[str, str], tuple[WallSeat, int] | int]:
    """Answer each (session, wall): its seat and the wall's revision, or a refusal.

    Who is let in is who finds the wall by Wall.objects.visible_to(user).
    """
    users = signed_in({session for session, _ in knocks})
    walls = _walls({int(wall) for _, wall in knocks})
    people = {user.pk for user in users.values()}
    roles = roles_of(people, {wall.project_id for wall in walls.values()})
    answers: dict[tuple[str, str], tuple[WallSeat, int] | int] = {}
    for session, pk in knocks:
        user, wall = users.get(session), walls.get(int(pk))
        if user is None:
            answers[(session, pk)] = STRANGER
        elif wall is None or not _sees(user, wall, roles):
            answers[(session, pk)] = NOT_THERE
        else:
            seat = WallSeat(session, user.pk, wall.project_id, wall.pk)
            answers[(session, pk)] = seat, wall.revision
    return answers


def still_admitted(seats: set[WallSeat]) -> set[WallSeat]:
    """Return those seats that would be given again."""
    knocks = {(seat.session, str(seat.wall)) for seat in seats}
    given = set()
    for answer in admit(knocks).values():
        if not isinstance(answer, int):
            given.add(answer[0])
    return seats & given


def revisions(walls: Collection[int]) -> dict[int, int]:
    """How often each of these walls has changed so far."""
    return dict(Wall.objects.filter(pk__in=walls).values_list("pk", "revision"))


def _walls(pks: set[int]) -> dict[int, Wall]:
    rows = Wall.objects.only("pk", "project_id", "revision", "shared_at")
    found: dict[int, Wall] = rows.in_bulk(pks)
    return found


def _sees(user: User, wall: Wall, roles: dict[tuple[int, int], str]) -> bool:
    role = roles.get((user.pk, wall.project_id))
    return bool(role) and (role != Role.GUEST or wall.is_shared)
