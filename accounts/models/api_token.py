from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Self

from django.db import connection, models
from django.db.models import Q
from django.utils import timezone

from accounts.refusals import TokenLife, TokenWithoutName
from base import clock
from teams.models import User

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

    user = models.ForeignKey("teams.User", models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=80, help_text="What it is for, such as “CI server”.")
    scope = models.CharField(
        max_length=5,
        choices=Scope,
        default=Scope.WRITE,
        help_text="To sign is to speak for your discipline: that an answer is final, or agreed to.",
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
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @classmethod
    def issue(
        cls, user: User, *, name: str, scope: str = Scope.WRITE, days: int = LIVES_DAYS
    ) -> tuple[ApiToken, str]:
        """Make a token; return it with its plain text, which can't be told again."""
        if not name.strip():
            raise TokenWithoutName("Say what the token is for.", "name")
        if not 1 <= days <= 366:
            raise TokenLife("A token lives 1 to 366 days.", "days")
        plain = f"tp_{secrets.token_urlsafe(32)}"
        token = cls.objects.create(
            user=user,
            name=name.strip(),
            scope=scope,
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
