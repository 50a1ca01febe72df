"""Who may listen: read once when a stream begins and, for all streams together, every minute."""

import re
from dataclasses import dataclass

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from projects.models import Event, Project
from teams.models import Membership, Role, User

SESSION = re.compile(r"[a-zA-Z0-9]{8,40}")
STRANGER, NOT_THERE = 401, 404


class TurnedAway(Exception):
    """This person doesn't get this stream; `status` says whether it helps to sign in."""

    def __init__(self, status):
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class Seat:
    """One person's right to hear one project, as it stood when it was last looked at."""

    session: str
    user: int
    project: int
    is_guest: bool


def admit(session, project_key):
    """Return the seat of whoever holds the session, and the last event there was then."""
    user = _signed_in([session]).get(session)
    if user is None:
        raise TurnedAway(STRANGER)
    project = Project.objects.visible_to(user).filter(key=project_key).first()
    if project is None:
        raise TurnedAway(NOT_THERE)
    roles = _roles([user.pk], [project.pk])
    seat = Seat(session, user.pk, project.pk, roles.get((user.pk, project.pk)) == Role.GUEST)
    return seat, Event.objects.filter(project=project).last_id()


def still_admitted(seats):
    """Return those seats that would be given again, in three statements for any number of them."""
    users = _signed_in({seat.session for seat in seats})
    roles = _roles({seat.user for seat in seats}, {seat.project for seat in seats})
    return {
        seat
        for seat in seats
        if getattr(users.get(seat.session), "pk", None) == seat.user
        and (role := roles.get((seat.user, seat.project)))
        and (role == Role.GUEST) == seat.is_guest
    }


def _signed_in(sessions):
    """The user of each session that is valid; a changed password or a closed account ends it."""
    keys = [key for key in sessions if key and SESSION.fullmatch(key)]
    rows = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    told = {row.session_key: row.get_decoded() for row in rows}
    ids = {content[SESSION_KEY] for content in told.values() if SESSION_KEY in content}
    users = User.objects.filter(is_active=True).in_bulk([int(pk) for pk in ids])
    found = {key: users.get(int(content.get(SESSION_KEY, 0))) for key, content in told.items()}
    return {key: user for key, user in found.items() if user and _proves(told[key], user)}


def _proves(content, user):
    known = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return any(constant_time_compare(content.get(HASH_SESSION_KEY, ""), one) for one in known)


def _roles(users, projects):
    """The present role of each of the people in each of the projects' teams."""
    rows = Membership.objects.current().filter(user__in=users, team__projects__in=projects)
    return {
        (user, project): role
        for user, project, role in rows.values_list("user", "team__projects", "role")
    }
