"""A resource: found through visible_to, read in its shape, changed by verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed, ErrorDetail
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSetMixin

from base.roles import Role
from web.api.answers import Answer, tagged
from web.api.idempotency import idempotent
from web.api.inputs import Nothing, taken
from web.api.pagination import read_cursor, write_cursor
from web.api.problems import Faulty, FaultyParameters
from web.api.query import ListQuery, NoQuery, SlimQuery

if TYPE_CHECKING:
    from rest_framework.serializers import Serializer

    from base.user import User
    from web.api.inputs import Input, Scope
    from web.api.shape import Shape
    from web.requests import ApiRequest


class Resource(ViewSetMixin, APIView):
    """Says what it is by its shape and where its rows are; what it can do is said by its mixins."""

    request: ApiRequest
    row: Any  # each resource has rows of its own noun
    shape: type[Shape]
    query: type[ListQuery] = ListQuery
    lookup_field = "pk"
    lookup_value_regex = "[1-9][0-9]{0,17}"
    lock: dict[str, Any] = {}  # how the holder's lock is taken to look at it
    patch_takes: type[Input] = Nothing  # what PATCH takes, of those who answer it
    keeps_answers = True  # for an Idempotency-Key; not where they hold what nobody may keep
    services_may: frozenset[str] = frozenset()  # what a token that only reports may do or read
    related: tuple[str, ...] = ()  # what a verb on one row needs to have beside it

    def seen(self, rows: Any) -> Any:
        """Of these rows the ones that the reader may see here."""
        raise NotImplementedError

    def addressed(self, rows: Any) -> Any:
        """Of these seen rows the one whose name stands in the address."""
        return rows.filter(**{self.lookup_field: self.kwargs[self.lookup_field]})

    def found(self, rows: Any) -> Any:
        return self.addressed(self.seen(rows))

    def row_for_change(self) -> Any:
        """The addressed row, with what its verbs need beside it; raises Http404."""
        rows = self.shape.model._default_manager.select_related(*self.related)
        row = self.found(rows).first()
        if row is None:
            raise Http404
        return row

    def must_see_parent(self) -> None:
        """Raise Http404 if the address stands under what isn't theirs; asked of an empty list."""

    def holder(self) -> Any:
        """Whose lock the verbs of the row take: its project's, most often."""
        return getattr(self.row, "project", self.row)

    def held(self) -> Any:
        """That lock, for somebody who only wants to look."""
        return self.holder().changed_by(self.request.user, needs=Role.GUEST, **self.lock)

    def scope(self) -> Scope:
        """What the names in a body are looked up in."""
        holder: Scope = self.holder()
        return holder

    def scope_of_new(self) -> Scope:
        """The same for a row that isn't there yet."""
        return None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: str) -> HttpResponseBase:
        """Days are those of where the reader lives, as on a page; the next one has their own."""
        with timezone.override(timezone.get_current_timezone()):
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: str) -> None:
        """Bad keys count against the limit too, so that guessing them is slow."""
        try:
            self.perform_authentication(request)
        except AuthenticationFailed:
            self.check_throttles(request)
            raise
        self.check_throttles(request)
        if request.method == "OPTIONS":
            return  # what may be asked is no secret
        self.check_permissions(request)
        timezone.activate(ZoneInfo(self.request.user.time_zone))
        takes = request.headers.get("Accept", "").strip()
        if takes and not request._request.accepts("application/json"):
            raise Faulty("Answers are application/json, which Accept leaves out.", status=406)

    def options(self, request: Request, *args: Any, **kwargs: str) -> HttpResponse:  # type: ignore[override]
        """The header Allow says which methods there are; it stands in every answer."""
        return Answer(status=204)

    def finalize_response(
        self, request: Request, response: HttpResponse, *args: Any, **kwargs: str
    ) -> Response:
        # It takes any answer of Django's; the stubs say only its own.
        answer = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[arg-type]
        for name, value in getattr(request, "limit_headers", {}).items():
            answer[name] = value
        return answer


if TYPE_CHECKING:
    Part = Resource  # what a mixin of resources finds beside itself
else:
    Part = object


class Listed(Part):
    """GET on the plural: a page of rows, in the order asked for."""

    def list(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        asked = self.query.asked(request.query_params)
        compiled = self.shape.compiled(known_names(self.shape, asked.names))
        order = self.query.orders[asked.order]
        seen = self.seen(compiled.rows(*order.columns))
        rows = order.apply(self.query.narrow(seen, asked.filters))
        if asked.cursor is not None:
            rows = order.after(rows, read_cursor(asked.cursor, asked.order, order))
        found = list(rows[: asked.page_size + 1])
        page = found[: asked.page_size]
        if not page:
            self.must_see_parent()
            self.query.must_know(asked.filters, request.user)
        content: dict[str, Any] = {"results": compiled.contents(page), "next": None}
        if len(found) > len(page):
            place = page[-1][-len(order.columns) :]
            content["next"] = address_of_next(request, write_cursor(asked.order, place))
        return tagged(request, Answer(content))


class Retrieved(Part):
    """GET on one."""

    def retrieve(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        names = SlimQuery.read(request.query_params).get("fields")
        compiled = self.shape.compiled(known_names(self.shape, names))
        values = self.found(compiled.rows()).order_by().first()
        if values is None:
            raise Http404
        return tagged(request, Answer(compiled.row(values)))


class Created(Part):
    """POST on the plural: `takes` says what it needs, `make(given, by)` calls the verb."""

    takes: type[Input] = Nothing

    def create(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        if not self.keeps_answers:
            return self._create(request)
        return idempotent(request, lambda: self._create(request))

    def make(self, given: dict[str, Any], by: User) -> Model:
        raise NotImplementedError

    def name_of(self, row: Any) -> int | str | None:
        """What the new row is called in its address; None if it has none of its own."""
        name: int | str | None = getattr(row, self.lookup_field)
        return name

    def _create(self, request: ApiRequest) -> HttpResponse:
        NoQuery.read(request.query_params)
        given = taken(self.takes, request.data, self.scope_of_new(), request)
        row = self.make(given, request.user)
        answer = tagged(request, Answer(self.shape.of(row), status=201))
        if name := self.name_of(row):
            answer["Location"] = request.build_absolute_uri(f"{request.path}{name}/")
        return answer


def known_names(shape: type[Serializer[Any]], names: Any) -> Any:
    unknown = []
    for name in names or ():
        if name not in shape._declared_fields:
            unknown.append(name)
    if unknown:
        told = f"There is no field {', '.join(map(repr, unknown))}."
        raise FaultyParameters({"fields": ErrorDetail(told, "unknown-field")})
    return names


def address_of_next(request: Request, cursor: str) -> str:
    parameters = request.query_params.copy()
    parameters["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")
