from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import serializers

from base.roles import Discipline
from projects.api.base import NUMBER, OfProjectResource
from projects.models import Charter, Signature
from teams.api import PersonShape
from web.api.inputs import Day, Input, Text
from web.api.pagination import Order
from web.api.query import ListQuery
from web.api.resources import Created, Listed, Resource
from web.api.shape import Shape
from web.api.verbs import verb

if TYPE_CHECKING:
    from projects.models.project import OfProjectQuerySet
    from teams.models.user import User


class CharterShape(Shape):
    """One version of the charter; signatures are for these words alone."""

    model = Charter
    version = serializers.IntegerField()
    end_point = serializers.CharField()
    success = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    content_hash = serializers.CharField(help_text="SHA-256 of the words: what is signed.")
    written_by = PersonShape(allow_null=True)
    written_at = serializers.DateTimeField()
    confirmed_at = serializers.DateTimeField(
        allow_null=True, help_text="When a member last said that it is still right."
    )


class SignatureShape(Shape):
    model = Signature
    user = PersonShape()
    discipline = serializers.ChoiceField(Discipline.choices)
    for_customer = serializers.BooleanField(
        help_text="Whether it stands for the customer and not for the discipline."
    )
    content_hash = serializers.CharField()
    signed_at = serializers.DateTimeField()


class CharterInput(Input):
    """The next version; it needs to be signed anew."""

    end_point = Text(max_length=20_000)
    success = Text(max_length=20_000)
    starts_on = Day()
    ends_on = Day()


class SignatureInput(Input):
    content_hash = Text(
        max_length=64, required=False, help_text="Of the words you read: refused if they changed."
    )


class CharterQuery(ListQuery):
    orders = {
        "-version": Order("-version", stable=True),
        "version": Order("version", stable=True),
    }


class CharterResource(Created, OfProjectResource):
    """The charter's versions, the newest first, addressed by their number."""

    shape = CharterShape
    query = CharterQuery
    takes = CharterInput
    lookup_field = "version"
    lookup_value_regex = NUMBER

    def make(self, given: dict[str, Any], by: User) -> Charter:
        """Write the next version of the charter."""
        return Charter.write(self.project, **given, by=by)

    @verb(takes=SignatureInput)
    def confirmations(self, charter: Charter, given: dict[str, Any], by: User) -> None:
        """Say that the newest version is still right; signatures stay as they are."""
        charter.confirm(by=by, **given)


class SignatureResource(Listed, Created, Resource):
    """Who signed this version of the charter."""

    shape = SignatureShape
    takes = SignatureInput

    def seen(self, rows: QuerySet[Signature, Any]) -> QuerySet[Signature, Any]:
        return rows.filter(charter__in=self.charters())

    def must_see_parent(self) -> None:
        get_object_or_404(self.charters())

    def name_of(self, row: Signature) -> None:
        return None

    def charters(self) -> OfProjectQuerySet[Charter]:
        seen = Charter.objects.visible_to(self.request.user)
        return seen.filter(
            project__key=self.kwargs["project"].upper(), version=self.kwargs["version"]
        )

    def scope_of_new(self) -> None:
        self.charter = get_object_or_404(self.charters().select_related("project__team"))

    def make(self, given: dict[str, Any], by: User) -> Signature:
        """Sign this version for your discipline, or for the customer whose people you are of."""
        return self.charter.sign(by=by, **given)
