"""The API's description in OpenAPI 3.1, read off the resources."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import force_instance
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

from web.api.conditions import replaces_text
from web.api.description import answers, examples, parameters, refusals
from web.api.description.fields import DESCRIBED, bounds_of
from web.api.description.headers import references
from web.api.description.words import plain, summary_of, summary_of_list, summary_of_one
from web.api.inputs import Input, Nothing
from web.api.parsing import FilesParser, JsonParser, MergePatchParser
from web.api.problems import Problem
from web.api.query import SlimQuery
from web.api.scopes import scopes_enough

if TYPE_CHECKING:
    from rest_framework.views import APIView

    from web.api.description.answers import Good
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
IF_MATCH_NEEDED = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description=(
        "The ETag you read, or `*`: 412 if the resource has changed since, 428 without it, as it "
        "replaces words that somebody else may have changed."
    ),
)
IF_MATCH_LATER = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description=(
        "The ETag you read, or `*`, once there is something: 412 if it has changed since, 428 "
        "without it. What is written first needs none."
    ),
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    str,
    OpenApiParameter.HEADER,
    description="The ETag you have; 304 if it's still so.",
)
RANGE = OpenApiParameter(
    "Range",
    str,
    OpenApiParameter.HEADER,
    description="Which bytes are wanted, as in `bytes=0-99`; one range alone, else all of them.",
)


# What a resource calls to make a row and to end one.
CALLED = {"create": "make", "destroy": "end"}


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

    @property
    def changes_row(self) -> bool:
        """Whether it is about a row that is there, which somebody may have changed."""
        of_one = self.is_verb and getattr(self.handler, "detail", True)
        return of_one or self.view.action in ("partial_update", "destroy")

    @property
    def is_never_done(self) -> bool:
        return getattr(self.handler, "is_never_done", False)

    @property
    def is_kept(self) -> bool:
        """Whether the answer is kept for an Idempotency-Key."""
        keeps = self.view.keeps_answers and getattr(self.handler, "keeps", True)
        return self.method == "POST" and keeps

    @property
    def may_be_first(self) -> bool:
        """Whether it writes a text that isn't there yet, or one that it replaces."""
        return getattr(self.handler, "may_be_first", False)

    @property
    def needs_reading(self) -> bool:
        """Whether it replaces a long text, so that If-Match has to be there."""
        if self.may_be_first:
            return False
        if self.view.action == "partial_update":
            return replaces_text(self.view.patch_takes)
        return self.is_verb and not self.handler.gives and replaces_text(self.handler.takes)

    def get_operation_id(self) -> str:
        return operation_id(self.view.basename, self.view.action)

    def get_extensions(self) -> dict[str, Any]:
        """Which scopes of a token are enough; linters know scopes of OAuth alone."""
        return {"x-token-scopes": scopes_enough(self.view, self.method)}

    def get_tags(self) -> list[str]:
        return [type(self.view).__name__.removesuffix("Resource")]

    @property
    def own_words(self) -> str:
        """What the code says of this operation, and not of its resource."""
        verb = CALLED.get(self.view.action)
        called = getattr(self.view, verb, None) if verb else None
        return plain((called and called.__doc__) or self.handler.__doc__)

    # As in the class above, which leaves out what its own stands over.
    def get_description(self) -> str:  # type: ignore[override]
        return self.own_words or plain(type(self.view).__doc__)

    def get_summary(self) -> str:
        if self.own_words:
            return summary_of(self.own_words)
        if self.view.action == "list":
            return summary_of_list(self.path)
        return summary_of_one(self.view.basename)

    def _get_serializer_name(
        self, serializer: Any, direction: Any, bypass_extensions: bool = False
    ) -> str:
        name = super()._get_serializer_name(serializer, direction, bypass_extensions)
        return name.removesuffix("Shape").removesuffix("Schema")

    def get_request_serializer(self) -> Any:
        if self.method == "PATCH":
            return self.view.patch_takes
        if self.method != "POST":
            return None
        takes = self.handler.takes if self.is_verb else getattr(self.view, "takes", Nothing)
        if takes is Nothing:
            return None
        return takes

    def map_parsers(self) -> list[Any]:
        if self.method == "PATCH":
            return [MergePatchParser.media_type, JsonParser.media_type]
        if self.view.action == "create" and getattr(self.view, "takes_files", False):
            return [FilesParser.media_type]
        return [JsonParser.media_type]

    def get_override_parameters(self) -> list[Any]:
        return [*self._path_parameters(), *self._query_parameters(), *self._headers()]

    def _insert_field_validators(self, field: Any, schema: dict[str, Any]) -> None:
        super()._insert_field_validators(field, schema)
        for kind, describe in DESCRIBED.items():
            if isinstance(field, kind):
                schema.update(describe(field))

    def _map_serializer_field(self, field: Any, direction: Any, bypass: bool = False) -> Any:
        return {**super()._map_serializer_field(field, direction, bypass), **bounds_of(field)}

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        described = super()._map_basic_serializer(serializer, direction)
        if isinstance(serializer, Input):
            described["additionalProperties"] = False
            if not type(serializer).__doc__:
                described.pop("description", None)  # of all bodies
        return described

    def _is_list_view(self, serializer: Any = None) -> bool:
        return False

    def _get_request_body(self, direction: Any = "request") -> Any:
        body = super()._get_request_body(direction)
        for media in body["content"].values() if body else ():
            media.update(examples.of_body(self.get_operation_id()))
        return body

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        self.resolve_serializer(Problem, direction)  # what every refusal refers to
        described = {}
        for status, good in self._good().items():
            described[status] = self._described(status, good, direction)
        own = getattr(self.handler, "refuses", {})
        for refused in sorted(self._refusals() | set(own)):
            described[str(refused)] = refusals.reference(refused, own.get(refused))
        return described

    def _described(self, status: str, good: Good, direction: Any) -> dict[str, Any]:
        told = OpenApiResponse(good.shape, description=good.says)
        media = [good.media] if good.media else None
        answer: dict[str, Any] = self._get_response_for_code(
            told, status, media_types=media, direction=direction
        )
        answer["headers"] = references(*good.headers)
        for media in answer.get("content", {}).values():
            media.update(examples.of_answer(self.get_operation_id(), status))
        return answer

    def _good(self) -> dict[str, Good]:
        if self.is_never_done:
            return {}
        if getattr(self.handler, "is_sealed", False):
            return {status: answers.unkept(good) for status, good in self._kept().items()}
        return self._kept()

    def _kept(self) -> dict[str, Good]:
        if self.is_kept:
            return {status: good.repeatable() for status, good in self._written().items()}
        if self.method != "GET":
            return self._written()
        shape = getattr(self.handler, "answers", None)
        if getattr(self.handler, "gives_file", False):
            if not self._in_parts:
                return {"200": answers.printed(), "304": answers.same()}
            return {"200": answers.file(), "206": answers.part_of_file(), "304": answers.same()}
        if self.view.action == "list" and not shape:
            return {"200": answers.page(self._page_of(self.view.shape)), "304": answers.same()}
        if getattr(self.view, "waits", False):
            return {"200": answers.waiting(shape), "304": answers.same()}
        return {"200": answers.row(shape or self.view.shape), "304": answers.same()}

    @property
    def _in_parts(self) -> bool:
        """Whether it gives the bytes that `Range` asks for."""
        return getattr(self.handler, "in_parts", False)

    def _written(self) -> dict[str, Good]:
        shape = getattr(self.handler, "answers", None) or self.view.shape
        if self.view.action == "create":
            return self._created(getattr(self.view, "created_shape", shape))
        if getattr(self.handler, "gives", None):
            return {"201": answers.made(self.handler.gives)}
        ended = self.view.action == "destroy" and not getattr(self.view, "stays", True)
        if ended or getattr(self.handler, "ends", False):
            return {"204": answers.gone()}
        return {"200": answers.row(shape)}

    def _created(self, shape: type[Shape]) -> dict[str, Good]:
        if getattr(self.view, "created_status", 201) == 202:
            return {"202": answers.accepted(shape)}
        if hasattr(self.view, "retrieve"):
            return {"201": answers.made_at_address(shape)}
        return {"201": answers.made(shape)}

    def _page_of(self, shape: type[Shape]) -> Any:
        return page_of(shape, self.get_serializer_name(force_instance(shape), "response"))

    def _refusals(self) -> set[int]:
        if self.is_never_done:
            return refusals.ALWAYS
        statuses = set(refusals.READING if self.method == "GET" else refusals.WRITING)
        if self.method == "POST":
            statuses |= refusals.WITH_BODY | {422}
        if self.method == "PATCH":
            statuses |= refusals.WITH_BODY
        if self.changes_row:
            statuses.add(412)
        if self.needs_reading:
            statuses.add(428)
        return statuses

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
            schema = parameters.described(field, self._map_serializer_field(field, "request"))
            if name == "fields":
                schema |= parameters.of_fields(self._rows_shape()._declared_fields)
            told = field.help_text
            yield OpenApiParameter(name, schema, OpenApiParameter.QUERY, description=told or "")

    def _rows_shape(self) -> type[serializers.Serializer[Any]]:
        """What the fields are of: of a list's rows, not of its page; else of what was computed."""
        computed = getattr(self.handler, "answers", None)
        if computed and (self.view.action != "list" or not hasattr(self.view, "shape")):
            answered: type[serializers.Serializer[Any]] = computed
            return answered
        return self.view.shape

    def _headers(self) -> list[OpenApiParameter]:
        if self.method == "GET":
            ranges = [RANGE] if self._in_parts else []
            return [IF_NONE_MATCH, *ranges]
        if self.is_never_done:
            return []
        headers = []
        if self.is_kept:
            headers.append(IDEMPOTENCY)
        if self.may_be_first:
            headers.append(IF_MATCH_LATER)
        elif self.changes_row:
            headers.append(IF_MATCH_NEEDED if self.needs_reading else IF_MATCH)
        return headers


@cache
def page_of(shape: type[Shape], name: str) -> Any:
    """A page of these rows; one class, however many lists there are of them."""
    return inline_serializer(
        f"{name}List",
        {
            "results": shape(many=True),
            "next": serializers.URLField(allow_null=True, help_text="The following page."),
        },
    )


def operation_id(basename: str | None, action: str) -> str:
    return f"{basename or 'me'}-{action.replace('_', '-')}"


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
