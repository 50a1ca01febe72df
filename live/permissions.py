"""Who may listen: looked up when a stream begins and again every minute, for many at once."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from base.roles import Role
from projects.models import Project
from teams.models import Membership, User

if TYPE_CHECKING:
    from projects.models.project import Followed

SESSION = re.compile(r"[a-zA-Z0-9]{8,40}")
STRANGER, NOT_THERE = 401, 404


@dataclass(frozen=True, slots=True)
class Seat:
    """One person's right to hear one project, as it stood when it was last looked at."""

    session: str
    user: int
    project: int
    is_guest: bool


def admit(knocks: Collection[tuple[str, str]]) -> dict[tuple[str, str], tuple[Seat, int] | int]:
    """Answer each (session, project key): its seat and the last event there is, or a refusal.

    What is found is what Project.objects.visible_to(user) finds, for many people in one look.
    """
    users = signed_in({session for session, _ in knocks})
    asked = Project.objects.filter(key__in={key for _, key in knocks})
    projects = {project.key: project for project in asked.with_last_event()}
    roles = roles_of(
        {user.pk for user in users.values()}, {project.pk for project in projects.values()}
    )
    answers = {}
    for session, key in knocks:
        answers[(session, key)] = _answer(session, users.get(session), projects.get(key), roles)
    return answers


def _answer(
    session: str, user: User | None, project: Followed | None, roles: dict[tuple[int, int], str]
) -> tuple[Seat, int] | int:
    if user is None:
        return STRANGER
    if project is None:
        return NOT_THERE
    role = roles.get((user.pk, project.pk))
    if not role:
        return NOT_THERE
    return Seat(session, user.pk, project.pk, role == Role.GUEST), project.last_event


def still_admitted(seats: set[Seat]) -> set[Seat]:
    """Return those seats that would be given again, in three statements for any number of them."""
    users = signed_in({seat.session for seat in seats})
    roles = roles_of({seat.user for seat in seats}, {seat.project for seat in seats})
    admitted = set()
    for seat in seats:
        user = users.get(seat.session)
        role = roles.get((seat.user, seat.project))
        if user and user.pk == seat.user and role and (role == Role.GUEST) == seat.is_guest:
            admitted.add(seat)
    return admitted


def signed_in(sessions: set[str]) -> dict[str, User]:
    """The user of each session that is valid; a changed password or a closed account ends it."""
    keys = []
    for key in sessions:
        if key and SESSION.fullmatch(key):
            keys.append(key)
    rows = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    told = {row.session_key: row.get_decoded() for row in rows}
    ids = set()
    for content in told.values():
        if SESSION_KEY in content:
            ids.add(content[SESSION_KEY])
    users = User.objects.filter(is_active=True).in_bulk([int(pk) for pk in ids])
    found = {}
    for key, content in told.items():
        found[key] = users.get(int(content.get(SESSION_KEY, 0)))
    signed = {}
    for key, user in found.items():
        if user and _proves(told[key], user):
            signed[key] = user
    return signed


def _proves(content: dict[str, Any], user: User) -> bool:
    known = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return any(constant_time_compare(content.get(HASH_SESSION_KEY, ""), one) for one in known)


def roles_of(users: set[int], projects: set[int]) -> dict[tuple[int, int], str]:
    """The present role of each of the people in each of the projects' teams."""
    rows = Membership.objects.current().filter(user__in=users, team__projects__in=projects)
    roles = {}
    for user, project, role in rows.values_list("user", "team__projects", "role"):
        roles[(user, project)] = role
    return roles
