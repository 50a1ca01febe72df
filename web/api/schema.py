"""The API's description in OpenAPI 3.1, read off the resources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import force_instance
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

from web.api.inputs import Amount, Day, Input, Nothing, Text
from web.api.problems import MEDIA_TYPE, Problem
from web.api.query import SlimQuery

if TYPE_CHECKING:
    from rest_framework.views import APIView

    from web.api.resources import Resource
    from web.api.shape import Shape

IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    description="Sent again with the same key within a day, it gets the first answer again.",
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The ETag you read; 412 if the resource has changed since.",
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    str,
    OpenApiParameter.HEADER,
    description="The ETag you have; 304 if it's still so.",
)
READING = {
    400: "The query string isn't understood.",
    401: "Who are you?",
    404: "Nothing that you may see.",
    406: "JSON isn't what you take.",
    429: "Too many requests.",
}
WRITING = {
    **READING,
    400: "The body or the query string isn't understood.",
    403: "Your role may not.",
    409: "A rule of the domain forbids it.",
    413: "Too large.",
    415: "Not JSON.",
}


# What is taken of a text that may not be blank, as Python and the database see it.
SOME_WORDS = "^[^\\u0000]*[^\\s\\u0000\\u001c-\\u001f\\u0085][^\\u0000]*$"
ANY_WORDS = "^[^\\u0000]*$"
YEARS = "^(19[789][0-9]|20[0-9]{2}|21[0-9]{2})-"  # of a Day


def _of_amount(field: Amount) -> dict[str, Any]:
    """A decimal of no more places than are kept."""
    return {"multipleOf": float(Decimal(1).scaleb(-(field.decimal_places or 0)))}


def _of_text(field: Text) -> dict[str, Any]:
    if field.allow_blank:
        return {"pattern": ANY_WORDS}
    return {"minLength": 1, "pattern": SOME_WORDS}


DESCRIBED: dict[type, Callable[[Any], dict[str, Any]]] = {
    Amount: _of_amount,
    Text: _of_text,
    Day: lambda field: {"pattern": YEARS},
}


class ResourceSchema(AutoSchema):
    """Reads shape, query and inputs off a resource; nothing is said twice."""

    if TYPE_CHECKING:

        @property
        def view(self) -> Resource: ...
        @view.setter
        def view(self, value: APIView | None) -> None: ...

    @property
    def handler(self) -> Any:
        return getattr(self.view, self.view.action)

    @property
    def is_verb(self) -> bool:
        return hasattr(self.handler, "takes")

    def get_operation_id(self) -> str:
        return f"{self.view.basename or 'me'}-{self.view.action.replace('_', '-')}"

    def get_tags(self) -> list[str]:
        return [type(self.view).__name__.removesuffix("Resource")]

    # As in the class above, which leaves out what its own stands over.
    def get_description(self) -> str:  # type: ignore[override]
        if self.view.action == "create":
            make = getattr(self.view, "make", None)
        else:
            make = None
        if self.method != "GET":
            told = (make and make.__doc__) or self.handler.__doc__
        else:
            told = None
        return " ".join((told or type(self.view).__doc__ or "").split())

    def _get_serializer_name(
        self, serializer: Any, direction: Any, bypass_extensions: bool = False
    ) -> str:
        name = super()._get_serializer_name(serializer, direction, bypass_extensions)
        return name.removesuffix("Shape")

    def get_request_serializer(self) -> Any:
        if self.method != "POST":
            return None
        takes = self.handler.takes if self.is_verb else getattr(self.view, "takes", Nothing)
        if takes is Nothing:
            return None
        return takes

    def get_response_serializers(self) -> Any:
        return {**self._good(), **self._bad()}

    def get_override_parameters(self) -> list[Any]:
        return [*self._path_parameters(), *self._query_parameters(), *self._headers()]

    def _insert_field_validators(self, field: Any, schema: dict[str, Any]) -> None:
        super()._insert_field_validators(field, schema)
        for kind, describe in DESCRIBED.items():
            if isinstance(field, kind):
                schema.update(describe(field))

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        described = super()._map_basic_serializer(serializer, direction)
        if isinstance(serializer, Input):
            described["additionalProperties"] = False
            if not type(serializer).__doc__:
                described.pop("description", None)  # of all bodies
        return described

    def _is_list_view(self, serializer: Any = None) -> bool:
        return False

    def _good(self) -> dict[Any, Any]:
        answers = getattr(self.handler, "answers", None)
        shape = answers or self.view.shape
        if self.view.action == "list" and not answers:
            return {200: self._page_of(shape), 304: OpenApiResponse(description="As you have it.")}
        if self.view.action == "create":
            status = getattr(self.view, "created_status", 201)
            return {status: getattr(self.view, "created_shape", shape)}
        if self.is_verb and self.handler.gives:
            return {201: self.handler.gives}
        if self.is_verb:
            gone = OpenApiResponse(description="Done; there is nothing left to show.")
            if self.handler.ends:
                return {204: gone}
            return {200: shape}
        return {200: shape, 304: OpenApiResponse(description="It is as you have it.")}

    def _page_of(self, shape: type[Shape]) -> Any:
        return inline_serializer(
            f"{self.get_serializer_name(force_instance(shape), 'response')}List",
            {
                "results": shape(many=True),
                "next": serializers.URLField(allow_null=True, help_text="The following page."),
            },
        )

    def _bad(self) -> dict[Any, Any]:
        told = dict(READING if self.method == "GET" else WRITING)
        if self.method != "GET":
            told[422] = "This Idempotency-Key was used for another request."
        if self.is_verb:
            told[412] = "It has changed since you read it."
        told |= getattr(self.handler, "refuses", {})
        problems = {}
        for status, text in sorted(told.items()):
            problems[(status, MEDIA_TYPE)] = OpenApiResponse(Problem, description=text)
        return problems

    def _path_parameters(self) -> Iterator[Any]:
        for name, pattern in _patterns(self.path_regex).items():
            schema = {"type": "string", "pattern": f"^{pattern}$"}
            yield OpenApiParameter("id" if name == "pk" else name, schema, OpenApiParameter.PATH)

    def _query_parameters(self) -> Iterator[Any]:
        if self.method != "GET" or self.path.endswith("/me/"):
            return
        query = self.view.query if self.view.action == "list" else SlimQuery
        query = getattr(self.handler, "asks", query)
        for name, field in query.known().items():
            schema = self._map_serializer_field(field, "request")
            told = field.help_text
            yield OpenApiParameter(name, schema, OpenApiParameter.QUERY, description=told or "")

    def _headers(self) -> list[OpenApiParameter]:
        if self.method == "GET":
            return [IF_NONE_MATCH]
        if self.is_verb:
            return [IDEMPOTENCY, IF_MATCH]
        return [IDEMPOTENCY]


def _patterns(path_regex: str) -> dict[str, str]:
    """The named groups of an address and what each has to look like."""
    found, rest = {}, path_regex
    while "(?P<" in rest:
        _, _, rest = rest.partition("(?P<")
        name, _, rest = rest.partition(">")
        depth, end = 1, 0
        while depth:
            depth += {"(": 1, ")": -1}.get(rest[end], 0)
            end += 1
        found[name], rest = rest[: end - 1], rest[end:]
    return found
