"""What the type of a problem leads to: an explanation, for everybody who was refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse

from web.api.answers import Answer
from web.api.docs import read_only
from web.api.problem_types import FAULTS, ProblemType, all_types, known_types
from web.api.problems import problem

PAGE = Path(__file__).parents[2] / "docs" / "problems.md"
HEAD = """# Every reason to refuse

Written by `bin/problems` from the classes in `*/refusals.py` and from `web/api/problem_types.py`; a
test holds it to them. The `type` of a problem (RFC 9457) is the reference `/api/v1/problems/CODE/`:
relative to the installation that answered, so it is the same text everywhere, and its address
explains it. `/api/v1/problems/` lists all. A code, once told, keeps its meaning; `detail` is for
people and may be reworded. Where `errors` stand, each has a `code` too: one of the second table, or
that of the rule which was broken.
"""


@read_only
def problems(request: HttpRequest) -> HttpResponse:
    """Every reason there is, and every kind of fault."""
    faults = [{"code": code, "says": says} for code, says in FAULTS.items()]
    return Answer({"types": [_told(one) for one in all_types()], "faults": faults})


@read_only
def problem_type(request: HttpRequest, code: str) -> HttpResponse:
    """One reason."""
    found = known_types().get(code)
    if found is None:
        return problem(404, "There is no such reason to refuse.", code="no-such-address")
    return Answer(_told(found))


def as_markdown() -> str:
    lines = [HEAD, "| code | status | says |", "|---|---|---|"]
    for one in all_types():
        lines.append(f"| `{one.code}` | {one.status} | {one.title} |")
    lines += ["", "## Faults", "", "| code | says |", "|---|---|"]
    for code, says in FAULTS.items():
        lines.append(f"| `{code}` | {says} |")
    return "\n".join([*lines, ""])


def _told(one: ProblemType) -> dict[str, Any]:
    return {"type": one.reference, "code": one.code, "status": one.status, "title": one.title}
