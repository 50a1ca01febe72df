"""Everything that goes wrong is told as application/problem+json (RFC 9457)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import structlog
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.signals import got_request_exception
from django.db import DataError, IntegrityError
from django.http import Http404
from rest_framework import exceptions, serializers
from rest_framework.fields import get_error_detail
from rest_framework.settings import api_settings

from base.outages import outage_of
from base.refusals import Refused
from web.api.answers import Answer
from web.api.problem_types import type_of

if TYPE_CHECKING:
    from base.outages import Outage
    from base.refusals import Link

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"
MISSING = "missing"  # the code of a name in a body that no row has

Fault = dict[str, str]  # where, a code and a sentence
Told = tuple[int, str | None, str, list[Fault]]  # status, code, sentence, faults


class Reference(serializers.CharField):
    """The reference of a problem's type."""


class Problem(serializers.Serializer[Any]):
    """What went wrong, in one sentence, and for each field that is to blame where it stands."""

    class Link(serializers.Serializer[Any]):
        """Where what is missing can be mended."""

        title = serializers.CharField(help_text="What it is called.")
        href = serializers.CharField(help_text="The page where that is done, from the root.")

    class Fault(serializers.Serializer[Any]):
        pointer = serializers.CharField(
            required=False, help_text="JSON pointer into the body, such as #/title."
        )
        parameter = serializers.CharField(required=False, help_text="Name in the query string.")
        code = serializers.CharField(help_text="What kind of fault, for programs.")
        detail = serializers.CharField()

    type = Reference(
        help_text="Which reason, for programs: a reference such as /api/v1/problems/not-found/, "
        "the same everywhere, whose address explains it. All stand in docs/problems.md."
    )
    title = serializers.CharField(help_text="The same for all problems of the type.")
    status = serializers.IntegerField()
    detail = serializers.CharField()
    # A declared field leaves the class, so it doesn't stand in the way of the serializer's own.
    errors = Fault(many=True, required=False)  # type: ignore[assignment]
    links = Link(
        many=True, required=False, help_text="To what is missing, where the sentence names it."
    )
    now = serializers.DictField(
        required=False, help_text="With 412: the row as it stands, to put both together."
    )


class Faulty(exceptions.APIException):
    """A request that can't be taken as it is; `faults` say where."""

    status_code = 400

    def __init__(
        self,
        detail: str,
        faults: Iterable[Fault] = (),
        status: int = 400,
        now: Any = None,
        etag: str | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(detail, code)
        self.faults, self.status_code = list(faults), status
        self.now, self.etag = now, etag  # how the row stands, where somebody else changed it


class FaultyParameters(Faulty):
    """Query parameters that don't exist or don't fit; given as {name: ErrorDetail}."""

    def __init__(
        self,
        by_name: dict[str, exceptions.ErrorDetail],
        *,
        status: int = 400,
        code: str = "invalid-query",
    ) -> None:
        faults = []
        for name, text in by_name.items():
            faults.append({"parameter": name, "code": code_of(text), "detail": text})
        told = "The query string can't be taken as it is."
        super().__init__(told, faults, status, code=code)


class MissingNamed(FaultyParameters):
    """Query parameters that name what isn't there, or isn't theirs to see."""

    def __init__(self, by_name: dict[str, exceptions.ErrorDetail]) -> None:
        super().__init__(by_name, status=404, code="named-row-missing")


def answer_problem(error: Exception, context: dict[str, Any]) -> Answer:
    """Turn an exception into its answer: DRF calls this for every error of a resource."""
    if outage := outage_of(error):
        return _tell_outage(outage, context["request"].path)
    status, code, detail, faults = _told(error)
    if context["request"].method == "GET":
        faults = [_of_query(fault) for fault in faults]
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        got_request_exception.send(sender=answer_problem, request=context["request"]._request)
        log.exception("api_failed", path=context["request"].path)
    links = getattr(error, "links", ())
    answer = problem(
        status, detail, faults, now=getattr(error, "now", None), code=code, links=links
    )
    if tag := getattr(error, "etag", None):
        answer["ETag"] = tag
    if wait := getattr(error, "wait", None):
        answer["Retry-After"] = str(wait)
    if challenge := getattr(error, "auth_header", None):
        answer["WWW-Authenticate"] = challenge
    return answer


def _tell_outage(outage: Outage, path: str) -> Answer:
    log.error("api_outage", path=path, outage=outage.title, exc_info=True)
    answer = problem(outage.status, outage.sentence)
    answer["Retry-After"] = str(outage.retry_after)
    return answer


def problem(
    status: int,
    detail: str,
    faults: Sequence[Fault] = (),
    now: dict[str, Any] | None = None,
    code: str | None = None,
    links: Sequence[Link] = (),
) -> Answer:
    """Tell a problem; without a code of its own it is of the first type of its status."""
    content = contents(status, detail, code=code)
    if faults:
        content["errors"] = list(faults)
    if links:
        content["links"] = [{"title": one.text, "href": one.address} for one in links]
    if now:
        content["now"] = now
    return Answer(content, status=status, content_type=MEDIA_TYPE)


def contents(status: int, detail: str, *, code: str | None) -> dict[str, Any]:
    reason = type_of(status, code)
    return {
        "type": reason.reference,
        "title": reason.title,
        "status": int(status),
        "detail": detail,
    }


def _told(error: Exception) -> Told:
    """Return status, code, sentence and faults; the first kind that fits tells."""
    for kind, tell in TELLERS.items():
        if isinstance(error, kind):
            return tell(error)
    return 500, None, "Something failed on our side; it has been noted.", []


def _tell_refused(error: Refused) -> Told:
    if error.field:
        faults = [{"pointer": f"#/{error.field}", "code": error.code, "detail": error.sentence}]
    else:
        faults = []
    return error.status, error.code, error.sentence, faults


def _of_query(fault: Fault) -> Fault:
    """A request without a body names its fields in the query string."""
    name = fault.get("pointer", "").removeprefix("#/")
    if not name:
        return fault
    return {"parameter": name, "code": fault["code"], "detail": fault["detail"]}


def _tell_body(error: exceptions.ValidationError) -> Told:
    """Rows come and go: a body that only names what isn't there is in order as such."""
    faults = list(faults_of(error.detail))
    if set(_codes(error.get_codes())) == {MISSING}:
        told = "The body names what isn't here, or isn't yours to see."
        return 404, "named-row-missing", told, faults
    return 400, "invalid-body", "The body can't be taken as it is.", faults


def _codes(codes: Any) -> Iterator[str]:
    """Flatten the codes of nested errors."""
    if isinstance(codes, dict):
        codes = list(codes.values())
    if isinstance(codes, list):
        for inner in codes:
            yield from _codes(inner)
    else:
        yield str(codes)


def _tell_invalid(error: ValidationError) -> Told:
    """What a model itself refuses; what is taken already depends on other rows."""
    detail = " ".join(error.messages) or "The values don't fit."
    faults = list(faults_of(get_error_detail(error)))
    if {fault["code"] for fault in faults} == {"unique"}:
        return 409, "not-unique", detail, faults
    return 400, "invalid-values", detail, faults


def _tell_conflict(error: Exception) -> Told:
    log.warning("api_conflict", error=str(error))
    return 409, "contradiction", "This contradicts what is there already.", []


def _tell_out_of_range(error: Exception) -> Told:
    log.warning("api_value_refused", error=str(error))
    return 400, "out-of-range", "A value is out of the range that can be kept.", []


def _tell_api(error: exceptions.APIException) -> Told:
    """The code is the API's own, or the framework's word for the same."""
    code = code_of(error.detail)
    return error.status_code, code, str(error.detail), getattr(error, "faults", [])


TELLERS: dict[type[Exception], Callable[[Any], Told]] = {
    exceptions.ValidationError: _tell_body,
    exceptions.APIException: _tell_api,
    Refused: _tell_refused,
    ValidationError: _tell_invalid,
    Http404: lambda error: (404, "not-found", "There is nothing here that you may see.", []),
    PermissionDenied: lambda error: (403, None, "You may not do that.", []),
    IntegrityError: _tell_conflict,
    DataError: _tell_out_of_range,
}


def code_of(detail: Any) -> str:
    """Return an error's code as all codes are written."""
    return str(getattr(detail, "code", None) or "invalid").replace("_", "-")


def faults_of(detail: Any, pointer: str = "#") -> Iterator[dict[str, str]]:
    """Flatten nested errors: one fault for each sentence, with a pointer to its place."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            at_root = name in ("", "__all__", api_settings.NON_FIELD_ERRORS_KEY)
            if at_root:
                step = ""
            else:
                step = f"/{str(name).replace('~', '~0').replace('/', '~1')}"
            yield from faults_of(inner, pointer + step)
    elif isinstance(detail, list):
        for place, inner in enumerate(detail):
            nested = isinstance(inner, (dict, list))
            yield from faults_of(inner, f"{pointer}/{place}" if nested else pointer)
    else:
        yield {"pointer": pointer, "code": code_of(detail), "detail": str(detail)}
