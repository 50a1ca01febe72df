from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpResponse
from rest_framework import serializers

from teams.models import User
from web.api.answers import Answer, tagged
from web.api.inputs import Input, Yes
from web.api.query import NoQuery
from web.api.resources import Resource
from web.api.shape import Shape
from web.api.verbs import verb

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from teams.models.user import UserQuerySet
    from web.requests import ApiRequest


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

    def seen(self, rows: UserQuerySet) -> UserQuerySet:
        return rows.filter(pk=self.request.user.pk)

    def addressed(self, rows: UserQuerySet) -> UserQuerySet:
        return rows

    def held(self) -> AbstractContextManager[Any]:
        return transaction.atomic()

    def retrieve(self, request: ApiRequest, **kwargs: Any) -> HttpResponse:
        """Say who you are to the API."""
        NoQuery.read(request.query_params)
        return tagged(request, Answer(self.shape.of(request.user)))

    @verb(takes=DigestsInput)
    def digests(self, me: User, given: dict[str, Any], by: User) -> None:
        """Let digests of your teams come to you by mail, or not."""
        me.take_digests(given["wanted"])
