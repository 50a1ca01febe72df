"""Keys for integrations over the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpResponse
from rest_framework import serializers

from accounts.models import ApiToken
from accounts.models.api_token import LIVES_DAYS
from accounts.refusals import TokenIssuesNoOther
from teams.models import Team
from web.api.answers import Answer, tagged
from web.api.ending import Ended
from web.api.inputs import Input, NamedRowOf, Text, Whole, taken
from web.api.query import NoQuery
from web.api.resources import Listed, Resource, Retrieved
from web.api.shape import Shape

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from accounts.models.api_token import ApiTokenQuerySet
    from teams.models.user import User
    from web.requests import ApiRequest


class TokenShape(Shape):
    """A key, without its plain text."""

    model = ApiToken
    id = serializers.IntegerField()
    name = serializers.CharField()
    scope = serializers.ChoiceField(ApiToken.Scope.choices)
    team = serializers.CharField(
        source="team.slug", allow_null=True, help_text="Slug of the team, of a service's token."
    )
    prefix = serializers.CharField(help_text="How the plain text begins.")
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    revoked_at = serializers.DateTimeField(allow_null=True)
    last_used_at = serializers.DateTimeField(allow_null=True, help_text="To the minute.")


class NewTokenShape(TokenShape):
    """A new key; its plain text is told this once."""

    token = serializers.CharField()


class TeamToReportTo(NamedRowOf):
    def __init__(self, **options: Any) -> None:
        super().__init__("team", Team.objects.visible_to, name="slug", by="slug", **options)


class TokenInput(Input):
    name = Text(max_length=80)
    scope = serializers.ChoiceField(ApiToken.Scope.choices, default=ApiToken.Scope.READ)
    days = Whole(min_value=1, max_value=366, default=LIVES_DAYS)
    team = TeamToReportTo(
        allow_null=True,
        default=None,
        help_text="Slug of the team that you lead and a service reports to; of scope `report`.",
    )


class TokenResource(Listed, Retrieved, Ended, Resource):
    """Your keys."""

    shape = TokenShape
    created_shape = NewTokenShape
    takes = TokenInput
    keeps_answers = False
    stays = True

    def seen(self, rows: ApiTokenQuerySet) -> ApiTokenQuerySet:
        return rows.of(self.request.user)

    def held(self) -> AbstractContextManager[Any]:
        return transaction.atomic()

    def create(self, request: ApiRequest, **kwargs: Any) -> HttpResponse:
        """Issue a key. Only a person who has signed in may: a key doesn't breed others.

        Not repeated by an Idempotency-Key, which would keep the plain text.
        """
        if request.auth is not None:
            raise TokenIssuesNoOther("Sign in to issue a token; a token can't issue others.")
        NoQuery.read(request.query_params)
        given = taken(self.takes, request.data, request.user, request)
        token, plain = ApiToken.issue(request.user, **given)
        told = self.shape.of(token) or {}
        answer = Answer({**told, "token": plain}, status=201)
        answer["Location"] = request.build_absolute_uri(f"{request.path}{token.pk}/")
        return tagged(request, answer)

    def end(self, token: ApiToken, by: User) -> None:
        """End the key at once."""
        token.revoke()
