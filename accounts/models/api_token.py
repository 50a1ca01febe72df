from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Self

from django.db import connection, models
from django.db.models import Q
from django.utils import timezone

from accounts.refusals import TokenByLead, TokenLife, TokenOfATeam, TokenWithoutName
from base import clock
from teams.models import Team, User

LIVES_DAYS = 90
NOTE_USE_EVERY = timedelta(minutes=1)  # so that a busy integration doesn't write a row a request


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def of(self, user: User) -> Self:
        return self.filter(user=user)

    def valid(self) -> Self:
        now = timezone.now()
        return self.filter(revoked_at=None, user__is_active=True).filter(expires_at__gt=now)

    def matching(self, plain: str) -> Self:
        """The valid token with this plain text, with its user in the same query."""
        return self.valid().select_related("user").filter(digest=digest_of(plain))


class ApiToken(models.Model):
    """A key for an integration. Only its SHA-256 is kept; the plain text is shown once."""

    class Scope(models.TextChoices):
        READ = "read", "Read"
        WRITE = "write", "Read and write"
        SIGN = "sign", "Read, write and sign"
        REPORT = "report", "Report, as a service of a team"

    user = models.ForeignKey("teams.User", models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=80, help_text="What it is for, such as “CI server”.")
    scope = models.CharField(
        max_length=6,
        choices=Scope,
        default=Scope.WRITE,
        help_text=(
            "To sign is to speak for your discipline: that an answer is final, or agreed to. A "
            "service reports what has happened, and decides nothing."
        ),
    )
    team = models.ForeignKey(
        Team,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="service_tokens",
        help_text="Of a service: it reports to the projects of this team that you lead.",
    )
    prefix = models.CharField(max_length=12, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        app_label = "integrations"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="token_expires_later"
            ),
            models.CheckConstraint(
                condition=Q(scope="report", team__isnull=False)
                | ~Q(scope="report") & Q(team__isnull=True),
                name="token_of_a_service_is_of_a_team",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @classmethod
    def issue(
        cls,
        user: User,
        *,
        name: str,
        scope: str = Scope.WRITE,
        days: int = LIVES_DAYS,
        team: Team | None = None,
    ) -> tuple[ApiToken, str]:
        """Make a token; return it with its plain text, which can't be told again.

        One for a service is of a team, and made by who leads it.
        """
        if not name.strip():
            raise TokenWithoutName("Say what the token is for.", "name")
        if not 1 <= days <= 366:
            raise TokenLife("A token lives 1 to 366 days.", "days")
        _check_team(team, scope, user)
        plain = f"tp_{secrets.token_urlsafe(32)}"
        token = cls.objects.create(
            user=user,
            name=name.strip(),
            scope=scope,
            team=team,
            prefix=plain[:10],
            digest=digest_of(plain),
            created_at=clock.now(),
            expires_at=clock.now() + timedelta(days=days),
        )
        return token, plain

    @classmethod
    def presented(cls, plain: str) -> ApiToken | None:
        """Return the token that matching() finds, or None; its SQL is written only once."""
        sql, own, of_user = _matching_sql()
        with connection.cursor() as cursor:
            cursor.execute(sql, [timezone.now(), digest_of(plain)])
            row = cursor.fetchone()
        if row is None:
            return None
        token = cls.from_db("default", own, row[: len(own)])
        token.user = User.from_db("default", of_user, row[len(own) :])
        return token

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def may_write(self) -> bool:
        return self.scope in (self.Scope.WRITE, self.Scope.SIGN)

    @property
    def may_sign(self) -> bool:
        return self.scope == self.Scope.SIGN

    @property
    def is_of_a_service(self) -> bool:
        return self.scope == self.Scope.REPORT

    def revoke(self) -> None:
        """End it at once; again changes nothing."""
        if self.revoked_at is None:
            self.revoked_at = timezone.now()
            self.save(update_fields=["revoked_at"])

    def note_use(self) -> None:
        """Remember when it was last used, to the minute."""
        now = timezone.now()
        if self.last_used_at is None or now - self.last_used_at > NOTE_USE_EVERY:
            ApiToken.objects.filter(pk=self.pk).update(last_used_at=now)


def _check_team(team: Team | None, scope: str, user: User) -> None:
    """A service belongs to one team, whose lead lets it in; nobody else's token is of a team."""
    is_of_a_service = scope == ApiToken.Scope.REPORT
    if is_of_a_service and team is None:
        raise TokenOfATeam("Say to which team the service reports.", "team")
    if team is None:
        return
    if not is_of_a_service:
        raise TokenOfATeam("Only a service's token, which reports, is of one team.", "team")
    if not Team.objects.led_by(user).filter(pk=team.pk).exists():
        raise TokenByLead(f"Only a lead of {team.name} makes a token for a service.", "team")


@cache
def _matching_sql() -> tuple[Any, ...]:
    """The SQL of matching(), and the names of its columns: the token's, then the user's.

    Every request of an integration asks it, and Django takes longer to write it than
    PostgreSQL to answer it.
    """
    sql, params = ApiToken.objects.matching("").order_by().query.sql_with_params()
    if not (isinstance(params[0], datetime) and params[1:] == (digest_of(""),)):
        raise AssertionError("The token's query asks for something else than time and digest.")
    models_asked = (ApiToken, User)
    return sql, *([field.attname for field in one._meta.concrete_fields] for one in models_asked)


def digest_of(plain: str) -> str:
    return hashlib.sha256(plain.encode()).hexdigest()
