"""The project report over the API: what its page says, as values."""

from __future__ import annotations

import types
import typing
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import msgspec
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.decorators import action

from briefs.brief import Brief, Line
from briefs.models import KeptBrief
from briefs.pdf import pdf_answer
from briefs.reading import BriefReading
from briefs.rows import with_brief
from projects.api import PROJECT, OfProjectResource
from projects.models import Project
from teams.api import PersonShape
from web.api.answers import tagged
from web.api.computed import answer_computed
from web.api.documented import documented
from web.api.resources import Created, Resource
from web.api.shape import Shape

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter

    from teams.models.user import User
    from web.requests import ApiRequest

FIELDS: dict[Any, type[serializers.Field[Any, Any, Any, Any]]] = {
    str: serializers.CharField,
    int: serializers.IntegerField,
    float: serializers.FloatField,
    bool: serializers.BooleanField,
    date: serializers.DateField,
    datetime: serializers.DateTimeField,
}


def shape_of(line: type[Line]) -> type[serializers.Serializer[Any]]:
    """What a line of the report looks like in JSON: the same names and kinds of values."""
    hints = typing.get_type_hints(line)
    fields = {name: _field(hints[name]) for name in line.__struct_fields__}
    named = {"__doc__": line.__doc__, "__module__": __name__, **fields}
    return type(f"Brief{line.__name__}Shape", (serializers.Serializer,), named)


def _field(hint: Any, **words: Any) -> serializers.Field[Any, Any, Any, Any]:
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin is types.UnionType:
        return _field(inside[0], allow_null=True)
    if origin is dict:
        return serializers.DictField(child=_field(inside[1]), **words)
    if origin is list and inside[0] is str:
        return serializers.ListField(child=_field(str), **words)
    if origin is list:
        return shape_of(inside[0])(many=True, **words)
    if isinstance(hint, type) and issubclass(hint, Line):
        return shape_of(hint)(**words)
    return FIELDS[hint](**words)


BriefShape = shape_of(Brief)


PRINTED = documented(
    answers=BriefShape,
    is_printed=True,
    refuses={503: "It couldn't be made just now."},
)


class BriefResource(Resource):
    """The project report: what is shared with the customer, whoever asks."""

    shape = Shape

    @action(detail=False, methods=["get"], url_path="brief", url_name="read")
    @documented(answers=BriefShape)
    def read(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Tell the project on one page, as its customer reads it."""
        return told(request, self._brief())

    @action(detail=False, methods=["get"], url_path="brief/pdf", url_name="pdf")
    @PRINTED
    def pdf(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Download it as PDF: real text, tagged; the same report gives the same bytes."""
        return tagged(request, pdf_answer(self._brief()))

    def _brief(self) -> Brief:
        seen = with_brief(Project.objects.visible_to(self.request.user))
        return BriefReading(get_object_or_404(seen, key=self.kwargs["project"].upper())).brief


class KeptBriefShape(Shape):
    """The project report as it stood on a day; what it says is below it, at `brief/`."""

    model = KeptBrief
    id = serializers.IntegerField()
    kept_at = serializers.DateTimeField()
    kept_by = PersonShape(allow_null=True)


class KeptBriefResource(Created, OfProjectResource):
    """Kept reports; guests see those of which everything is shared still."""

    shape = KeptBriefShape
    lock = {"even_closed": True}

    def make(self, given: dict[str, Any], by: User) -> KeptBrief:
        """Keep the report as it stands now; the same again is the one that was kept last."""
        return KeptBrief.keep(self.project, by=by)

    @action(detail=True, methods=["get"], url_path="brief", url_name="read")
    @documented(answers=BriefShape)
    def read(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Say what it says."""
        return told(request, self._kept().brief)

    @action(detail=True, methods=["get"])
    @PRINTED
    def pdf(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Download it as PDF."""
        return tagged(request, pdf_answer(self._kept().brief))

    def _kept(self) -> KeptBrief:
        kept: KeptBrief = get_object_or_404(self.found(KeptBrief.objects.all()))
        return kept


def told(request: ApiRequest, brief: Brief) -> HttpResponse:
    return answer_computed(request, BriefShape, lambda asked: msgspec.to_builtins(brief))


def register(router: SimpleRouter) -> None:
    project = f"projects/(?P<project>{PROJECT})"
    router.register(project, BriefResource, "brief")
    router.register(f"{project}/kept-briefs", KeptBriefResource, "kept-brief")
