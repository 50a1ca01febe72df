"""Keys for integrations over the API, and who a key speaks for."""

from django.db import transaction
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied

from integrations.models import ApiToken
from integrations.models.api_token import LIVES_DAYS
from teams.models import User
from web.api.answers import Answer, tagged
from web.api.inputs import Input, Text, Whole, Yes
from web.api.query import NoQuery
from web.api.resources import Listed, Resource, Retrieved
from web.api.shape import Shape
from web.api.verbs import taken, verb


class TokenShape(Shape):
    """A key, without its plain text."""

    model = ApiToken
    id = serializers.IntegerField()
    name = serializers.CharField()
    scope = serializers.ChoiceField(ApiToken.Scope.choices)
    prefix = serializers.CharField(help_text="How the plain text begins.")
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    revoked_at = serializers.DateTimeField(allow_null=True)
    last_used_at = serializers.DateTimeField(allow_null=True, help_text="To the minute.")


class NewTokenShape(TokenShape):
    """A new key; its plain text is told this once."""

    token = serializers.CharField()


class TokenInput(Input):
    name = Text(max_length=80)
    scope = serializers.ChoiceField(ApiToken.Scope.choices, default=ApiToken.Scope.READ)
    days = Whole(min_value=1, max_value=366, default=LIVES_DAYS)


class TokenResource(Listed, Retrieved, Resource):
    """Your keys."""

    shape = TokenShape
    created_shape = NewTokenShape
    takes = TokenInput

    def seen(self, rows):
        return rows.of(self.request.user)

    def held(self):
        return transaction.atomic()

    def create(self, request, **kwargs):
        """Issue a key. Only a person who has signed in may: a key doesn't breed others.

        Not repeated by an Idempotency-Key, which would keep the plain text.
        """
        if request.auth is not None:
            raise PermissionDenied("Sign in to issue a token; a token can't issue others.")
        NoQuery.read(request.query_params)
        given = taken(self.takes, request.data, None, request)
        token, plain = ApiToken.issue(request.user, **given)
        answer = Answer({**self.shape.of(token), "token": plain}, status=201)
        answer["Location"] = request.build_absolute_uri(f"{request.path}{token.pk}/")
        return tagged(request, answer)

    @verb()
    def revocation(self, token, given, by):
        """End the key at once."""
        token.revoke()


class MeShape(Shape):
    """Who is asking."""

    model = User
    id = serializers.IntegerField()
    name = serializers.CharField()
    email = serializers.EmailField()
    time_zone = serializers.CharField()
    wants_digests = serializers.BooleanField(help_text="Whether digests come to you by mail.")


class DigestsInput(Input):
    wanted = Yes()


class MeResource(Resource):
    """Who you are to the API."""

    shape = MeShape

    def seen(self, rows):
        return rows.filter(pk=self.request.user.pk)

    def addressed(self, rows):
        return rows

    def held(self):
        return transaction.atomic()

    def retrieve(self, request, **kwargs):
        NoQuery.read(request.query_params)
        return tagged(request, Answer(self.shape.of(request.user)))

    @verb(takes=DigestsInput)
    def digests(self, me, given, by):
        """Let digests of your teams come to you by mail, or not."""
        me.take_digests(given["wanted"])


def register(router):
    router.register("tokens", TokenResource, "token")
