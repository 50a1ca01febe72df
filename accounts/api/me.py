from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import HttpResponse
from rest_framework import serializers

from teams.models import User
from teams.models.user import time_zones
from web.api.answers import Answer, tagged
from web.api.inputs import Input, Text, Yes
from web.api.patching import Patched
from web.api.query import NoQuery
from web.api.resources import Resource
from web.api.shape import Shape
from web.api.verbs import verb

if TYPE_CHECKING:
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


class MeEdit(Input):
    """What isn't given stays."""

    name = Text(max_length=120, required=False)
    time_zone = serializers.ChoiceField(time_zones(), required=False)
    wants_digests = Yes(required=False)


SETTINGS = ("name", "time_zone", "wants_digests")


class MeResource(Patched, Resource):
    """Who you are to the API."""

    shape = MeShape
    services_may = frozenset({"retrieve"})

    def seen(self, rows: UserQuerySet) -> UserQuerySet:
        return rows.filter(pk=self.request.user.pk)

    def addressed(self, rows: UserQuerySet) -> UserQuerySet:
        return rows

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody changes my settings meanwhile; rows that name me are written all the same."""
        with transaction.atomic():
            User.objects.select_for_update(no_key=True).get(pk=self.row.pk)
            yield

    def retrieve(self, request: ApiRequest, **kwargs: Any) -> HttpResponse:
        """Say who you are to the API."""
        NoQuery.read(request.query_params)
        return tagged(request, Answer(self.shape.of(request.user)))

    @verb(takes=MeEdit, edits={name: name for name in SETTINGS})
    def edits(self, me: User, given: dict[str, Any], by: User) -> None:
        """Say how you are called, in which zone you live and what is mailed to you."""
        me.introduce(**given)

    @verb(takes=DigestsInput)
    def digests(self, me: User, given: dict[str, Any], by: User) -> None:
        """Let digests of your teams come to you by mail, or not."""
        me.take_digests(given["wanted"])
