from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import available_timezones

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from teams.models.membership import Membership
from teams.refusals import PersonWithoutName

NO_PLACES = {"Factory", "localtime", "posixrules"}  # files of the database that name no place


@cache
def time_zones() -> tuple[str, ...]:
    """Every zone that somebody can live in."""
    return tuple(sorted(available_timezones() - NO_PLACES))


def check_time_zone(name: str) -> None:
    if name not in time_zones():
        raise ValidationError(
            f"“{name}” isn't a time zone of the IANA database, such as Europe/Berlin."
        )


class UserQuerySet(models.QuerySet["User"]):
    def colleagues_of(self, user: User) -> Self:
        """Everyone who shares a team with the user today."""
        teams = Membership.objects.teams_of(user)
        colleagues = Membership.objects.current().filter(team__in=teams)
        return self.filter(pk__in=colleagues.values("user"))

    def in_team(self, team: Any) -> Self:
        """Everyone who belongs to the team today, guests too."""
        return self.filter(pk__in=team.memberships.current().values("user"))

    def working_in(self, team: Any, discipline: str = "") -> Self:
        """Everyone who belongs to the team today but its guests; or those of one discipline."""
        seats = team.memberships.current().working()
        if discipline:
            seats = seats.filter(discipline=discipline)
        return self.filter(pk__in=seats.values("user"))

    def taking_digests(self) -> Self:
        return self.filter(is_active=True, wants_digests=True)


if TYPE_CHECKING:
    # The plugin makes no class of a manager that is made of the one of users.
    class UserManager(BaseUserManager["User"]):
        def colleagues_of(self, user: User) -> UserQuerySet: ...
        def in_team(self, team: Any) -> UserQuerySet: ...
        def working_in(self, team: Any, discipline: str = "") -> UserQuerySet: ...
        def taking_digests(self) -> UserQuerySet: ...

else:
    UserManager = BaseUserManager.from_queryset(UserQuerySet)


class Users(UserManager):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(force_insert=True)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail."""

    email = models.EmailField("e-mail", max_length=254, unique=True)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=60, default="UTC", validators=[check_time_zone])
    wants_digests = models.BooleanField(
        "digests by mail",
        default=True,
        db_default=True,
        help_text="After each sprint of a team whose lead has switched its digest on.",
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("admin", default=False, help_text="May use the admin panel.")
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = Users()
    service = ""  # what speaks in their name, while a token of a service does

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message="Somebody with this e-mail address is here already.",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        if self.name:
            return self.name.split(" ")[0]
        return self.email

    def introduce(
        self,
        *,
        name: str | None = None,
        time_zone: str | None = None,
        wants_digests: bool | None = None,
    ) -> None:
        """Say how I'm called, in which zone I live, what is mailed to me; only I do this.

        What isn't given stays.
        """
        if name is not None and not name.strip():
            raise PersonWithoutName("Say how you are called.", "name")
        given = {"name": name, "time_zone": time_zone, "wants_digests": wants_digests}
        changed = {column: value for column, value in given.items() if value is not None}
        for column, value in changed.items():
            setattr(self, column, value)
        self.clean_fields(exclude=["password"])
        self.save(update_fields=list(changed))

    def take_digests(self, wanted: bool) -> None:
        """Let digests of my teams come to me by mail, or not; only the person does this."""
        self.wants_digests = wanted
        self.save(update_fields=["wants_digests"])

    @property
    def initials(self) -> str:
        words = self.name.split() or [self.email]
        return "".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper()
