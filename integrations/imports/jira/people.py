"""The people of the export become users who can't sign in, members of the team in their time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Value
from django.db.models.functions import Lower

from history.schema import DisciplineName, EventDetails, RoleName
from integrations.imports.jira.event_writer import EventWriter
from integrations.imports.jira.id_map import Person
from integrations.imports.jira.person import NO_MAIL, Account, Mapping, Seen, Told
from integrations.models import ImportedRow
from projects.models import Project
from teams.events import TeamMemberJoined, TeamMemberLeft
from teams.models import Membership, Team, User


@dataclass
class Stay:
    """From when to when one user was seen, under whichever accounts."""

    user: User
    told: Told
    first: datetime
    last: datetime
    is_active: bool


@dataclass
class People:
    """Finds or makes the users, and tells their joining and leaving."""

    project: Project
    mapping: Mapping
    event_writer: EventWriter
    source: str
    made: int = 0
    people: dict[str, Person] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    shared: list[str] = field(default_factory=list)

    @property
    def team(self) -> Team:
        return self.project.team

    def take_in(self, seen: Iterable[Seen]) -> dict[str, Person]:
        """Return the people by account id; who is in the team already stays what they are."""
        self.known = self._known()
        self.claimed = {user.pk for user in self.known.values()}
        stays: dict[int, Stay] = {}
        accounts: dict[str, int] = {}
        for one in seen:
            told = self.mapping.of(one.account)
            user = self._user(one, told)
            accounts[one.account.id] = user.pk
            stay = stays.setdefault(
                user.pk, Stay(user, told, one.first, one.last, one.account.is_active)
            )
            stay.first, stay.last = min(stay.first, one.first), max(stay.last, one.last)
        members = {pk: self._join(stay) for pk, stay in stays.items()}
        self.people = {account: members[pk] for account, pk in accounts.items()}
        return self.people

    def _known(self) -> dict[str, User]:
        """Whom an earlier import took in."""
        marks = ImportedRow.objects.from_source(self.project, self.source).filter(
            external_id__startswith="person:"
        )
        users = User.objects.in_bulk([mark.row for mark in marks])
        known = {}
        for mark in marks:
            if mark.row in users:
                known[mark.external_id] = users[mark.row]
        return known

    def _user(self, one: Seen, told: Told) -> User:
        mark = f"person:{one.account.id}"
        email = self._address(one.account, told)  # known or not, an address has its first owner
        if mark in self.known:
            return self.known[mark]
        user = _at(email) or self._of_an_earlier_import(one.account, email)
        if user is None:
            self.made += 1
            user = User.objects.create(
                email=email,
                name=told.name or one.account.name,
                date_joined=one.first,
                password=make_password(None),
            )
        self.claimed.add(user.pk)
        ImportedRow.objects.create(
            project=self.project,
            source=self.source,
            external_id=mark,
            external_key=one.account.name[:40],
            row=user.pk,
        )
        return user

    def _of_an_earlier_import(self, account: Account, email: str) -> User | None:
        """Somebody who is here under the placeholder of a time when such ids shared one."""
        if email != account.placeholder:
            return None
        user = _at(account.old_placeholder)
        if user is None or user.pk in self.claimed or user.name != account.name:
            return None
        return user

    def _address(self, account: Account, told: Told) -> str:
        """Their own address where one is told and valid, else one that can't exist.

        Two accounts with one address are one person who has both, unless their names differ:
        then it is a shared address, and only the first has it.
        """
        if email := _valid(told.email):
            return email
        email = _valid(account.email)
        if email.lower().endswith(f"@{NO_MAIL}"):
            email = ""
        if email and self.owners.setdefault(email.lower(), account.name) != account.name:
            self.shared.append(f"{account.name} ({email})")
            return account.placeholder
        return email or account.placeholder

    def _join(self, stay: Stay) -> Person:
        before = self.team.memberships.filter(user=stay.user).order_by("joined_at").first()
        told = before or stay.told
        discipline: DisciplineName = msgspec.convert(str(told.discipline), DisciplineName)
        role: RoleName = msgspec.convert(str(told.role), RoleName)
        if before is None or stay.first < before.joined_at:
            self._write_membership(stay, discipline, role, before)
        return Person(stay.user.pk, discipline, role)

    def _write_membership(
        self, stay: Stay, discipline: DisciplineName, role: RoleName, later: Membership | None
    ) -> None:
        """One row for the time they were seen; the team's size limit isn't asked: it was so."""
        gone = later.joined_at if later else None
        if later is None and not stay.is_active:
            gone = stay.last + timedelta(seconds=1)
        Membership.objects.create(
            team=self.team,
            user=stay.user,
            discipline=discipline,
            role=role,
            joined_at=stay.first,
            left_at=gone,
        )
        details = TeamMemberJoined(
            user=stay.user.pk, discipline=discipline, role=role, capacity=1.0
        )
        self._tell(stay.first, details, tie=0)
        if gone and later is None:
            self._tell(gone, TeamMemberLeft(user=stay.user.pk), tie=9)

    def _tell(self, at: datetime, details: EventDetails, tie: int) -> None:
        self.event_writer.add(
            at, details, actor=None, discipline="", role="system", tie=tie, of_project=False
        )


def _valid(email: str) -> str:
    try:
        validate_email(email)
    except ValidationError:
        return ""
    return User.objects.normalize_email(email)


def _at(email: str) -> User | None:
    """Whose address it is, asked as the unique index does."""
    by_email = User.objects.alias(low=Lower("email"))
    user: User | None = by_email.filter(low=Lower(Value(email))).first()
    return user
