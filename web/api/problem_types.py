"""What a program may know a problem by: the `type` of RFC 9457, a code for each reason there is.

A type is a reference such as /api/v1/problems/sprints-overlap/, the same at every installation, and
its address explains it. The rules of the domain are the classes derived from `Refused`; what
the API itself refuses is named here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import get_resolver

from base.refusals import RULES

PROBLEMS = "/api/v1/problems/"


@dataclass(frozen=True, slots=True)
class ProblemType:
    """One reason: its code, the status that it is answered with, and what it says of all cases."""

    code: str
    status: int
    title: str

    @property
    def reference(self) -> str:
        return f"{PROBLEMS}{self.code}/"


# The first of a status is that of whatever is refused with it and says no more.
OF_THE_API = (
    ProblemType("invalid-body", 400, "The body doesn't fit its description."),
    ProblemType("invalid-query", 400, "The query string doesn't fit its description."),
    ProblemType("body-not-json", 400, "The body isn't JSON."),
    ProblemType("body-not-utf8", 400, "The body isn't in UTF-8."),
    ProblemType("body-nested-too-deeply", 400, "The body is nested too deeply."),
    ProblemType("name-said-twice", 400, "The body says a name twice."),
    ProblemType("malformed-idempotency-key", 400, "The Idempotency-Key isn't one."),
    ProblemType("invalid-values", 400, "The values don't fit."),
    ProblemType("out-of-range", 400, "A value is out of the range that can be kept."),
    ProblemType("not-authenticated", 401, "The address wants to know who asks."),
    ProblemType("authentication-failed", 401, "The token isn't valid."),
    ProblemType("permission-denied", 403, "Whoever asks may not do that."),
    ProblemType("token-reads-only", 403, "The token may read, not write."),
    ProblemType("token-does-not-sign", 403, "The token may not speak for a discipline."),
    ProblemType("token-only-reports", 403, "The token is a service's: it reports, no more."),
    ProblemType("session-only", 403, "People do this on a page, signed in; no program does."),
    ProblemType("not-found", 404, "There is nothing here that the one who asks may see."),
    ProblemType("no-such-address", 404, "The API has no such address."),
    ProblemType("named-row-missing", 404, "The request names what isn't here, or can't be seen."),
    ProblemType("method-not-allowed", 405, "The address hasn't this method."),
    ProblemType("not-acceptable", 406, "Accept leaves out JSON."),
    ProblemType("contradiction", 409, "This contradicts what is there already."),
    ProblemType("not-unique", 409, "Something else has this name already."),
    ProblemType("gone", 410, "What it names was here and is gone for good."),
    ProblemType("changed-since-read", 412, "The row isn't as If-Match says."),
    ProblemType("body-too-large", 413, "The body is too large."),
    ProblemType("unsupported-media-type", 415, "The body isn't application/json."),
    ProblemType("no-such-bytes", 416, "The file has no such bytes."),
    ProblemType("idempotency-key-reused", 422, "The Idempotency-Key was used for another request."),
    ProblemType("if-match-required", 428, "A change of this row says with If-Match what was read."),
    ProblemType("too-many-requests", 429, "There were too many requests."),
    ProblemType("internal-error", 500, "Something failed on our side."),
    ProblemType("job-failed", 500, "The job was tried and given up."),
    ProblemType("job-killed-its-workers", 500, "No worker survived the job."),
    ProblemType("unavailable", 503, "The database is away or has too much to do."),
    ProblemType("job-not-taken-up", 503, "No worker has come for the job."),
    ProblemType("disk-full", 507, "There is no room left to keep anything."),
)

# What a fault in `errors` may be, beside the codes of rules: its code, and what it says.
FAULTS = {
    "unknown-field": "The body has no such field.",
    "read-only-field": "The field is shown, and changed by other verbs or by time alone.",
    "unknown-parameter": "The query string has no such parameter.",
    "given-twice": "A parameter is given once.",
    "required": "The field has to be there.",
    "null": "The field isn't null.",
    "blank": "The text has to have some words.",
    "empty": "The list has to have something in it.",
    "invalid": "The value is of another type or form.",
    "not-a-list": "The value has to be a list.",
    "invalid-choice": "The value isn't one of those that there are.",
    "min-length": "The text or list is too short.",
    "max-length": "The text or list is too long.",
    "min-value": "The number is too small.",
    "max-value": "The number is too large.",
    "max-digits": "The number has too many digits.",
    "max-decimal-places": "The number has too many decimal places.",
    "max-whole-digits": "The number has too many digits before the point.",
    "max-string-length": "The value is too long.",
    "date": "The value is a time where a day has to be.",
    "datetime": "The value has to be a day.",
    "naive": "A time says its zone.",
    "overflow": "The time leads out of the calendar.",
    "day-out-of-calendar": "The day is too far away.",
    "null-characters-not-allowed": "A text has no NUL characters.",
    "surrogate-characters-not-allowed": "A text has no lone surrogates.",
    "missing": "There is no such row that may be named here.",
    "no-cursor": "The cursor isn't one of this list and order.",
    "no-such-row": "A parameter names no row that may be seen.",
    "unique": "Something else has this value already.",
}


def all_types() -> Iterator[ProblemType]:
    """Every reason there is: the API's own, then the rules of the domain by their names."""
    get_resolver().url_patterns  # noqa: B018 - with their addresses all rooms are imported
    yield from OF_THE_API
    for code in sorted(RULES):
        rule = RULES[code]
        yield ProblemType(code, rule.status, " ".join((rule.__doc__ or "").split()))


@cache
def known_types() -> dict[str, ProblemType]:
    return {one.code: one for one in all_types()}


def type_of(status: int, code: str | None) -> ProblemType:
    """Return the type of this code; without one, or of a code unknown, the first of its status."""
    types = known_types()
    if code in types:
        return types[code]
    return next(one for one in types.values() if one.status == status)
