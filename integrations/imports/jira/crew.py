"""The people of the export become users who can't sign in, members of the team in their time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from integrations.imports.jira.ledger import Ledger
from integrations.imports.jira.person import Account, Mapping, Seen, Told
from integrations.imports.jira.world import Person
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
class Crew:
    """Finds or makes the users, and tells their joining and leaving."""

    team: Team
    mapping: Mapping
    ledger: Ledger
    made: int = 0
    people: dict[str, Person] = field(default_factory=dict)

    def take_in(self, seen: Iterable[Seen]) -> dict[str, Person]:
        """Return the people by account id; who is in the team already stays what they are."""
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
        return {account: members[pk] for account, pk in accounts.items()}

    def _user(self, one: Seen, told: Told) -> User:
        email = _address(one.account, told)
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            self.made += 1
            user = User.objects.create(
                email=email, name=told.name or one.account.name, date_joined=one.first,
                password=make_password(None),
            )  # fmt: skip
        return user

    def _join(self, stay: Stay) -> Person:
        before = self.team.memberships.filter(user=stay.user).order_by("joined_at").first()
        discipline = before.discipline if before else stay.told.discipline
        role = before.role if before else stay.told.role
        if before is None or stay.first < before.joined_at:
            self._write_membership(stay, discipline, role, before)
        return Person(stay.user.pk, discipline, role)

    def _write_membership(self, stay: Stay, discipline: str, role: str, later: Membership | None):
        """One row for the time they were seen; the team's size limit isn't asked: it was so."""
        gone = later.joined_at if later else None
        if later is None and not stay.is_active:
            gone = stay.last + timedelta(seconds=1)
        Membership.objects.create(
            team=self.team, user=stay.user, discipline=discipline, role=role,
            joined_at=stay.first, left_at=gone,
        )  # fmt: skip
        details = {
            "user": stay.user.pk, "discipline": discipline, "role": role, "capacity": 1.0,
        }  # fmt: skip
        self._tell(stay.first, "team_member_joined", details, tie=0)
        if gone and later is None:
            self._tell(gone, "team_member_left", {"user": stay.user.pk}, tie=9)

    def _tell(self, at: datetime, verb: str, details: dict, tie: int):
        self.ledger.add(
            at, verb, details, actor=None, discipline="", role="system", tie=tie, of_project=False
        )


def _address(account: Account, told: Told) -> str:
    """Their own address where one is told and valid, else one that can't exist."""
    for email in (told.email, account.email):
        try:
            validate_email(email)
        except ValidationError:
            continue
        return User.objects.normalize_email(email)
    return account.placeholder
