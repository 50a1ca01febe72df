"""The portfolio: what was promised and what was seen, over all that the reader may see."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from metrics.models import SuccessMetric
from value.portfolio import Portfolio, PortfolioQuery, as_row

if TYPE_CHECKING:
    from web.requests import MemberRequest

GROUPED = (("customer", "Customer"), ("team", "Team"))
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_safe
@login_required
def portfolio(request: MemberRequest) -> HttpResponse:
    """Grouped by customer or team; what isn't there is left out of the question."""
    asked = _asked(request)
    of = Portfolio(request.user, asked)
    by = "team" if request.GET.get("by") == "team" else "customer"
    words = {
        "of": of,
        "groups": of.groups(by),
        "by": by,
        "asked": asked,
        "grouped": GROUPED,
        "kinds": SuccessMetric.Kind.choices,
        "question": request.GET.urlencode(),
    }
    return render(request, "value/portfolio.html", words)


@require_safe
@login_required
def portfolio_csv(request: MemberRequest) -> HttpResponse:
    """The same for a spreadsheet: one line a metric, in UTF-8."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="portfolio.csv"'
    answer.write("\ufeff")  # by which spreadsheets know the encoding
    lines = [as_row(line) for line in Portfolio(request.user, _asked(request)).lines]
    writer = csv.writer(answer)
    writer.writerow(HEADINGS)
    for line in lines:
        writer.writerow([_cell(value) for value in line.values()])
    return answer


HEADINGS = (
    "project",
    "project_name",
    "customer",
    "team",
    "success_metric",
    "kind",
    "name",
    "unit",
    "direction",
    "baseline",
    "target",
    "due",
    "seen",
    "seen_spread",
    "seen_on",
    "seen_grade",
    "chance_reached",
    "claimed",
    "claimed_spread",
    "claimed_on",
    "claimed_grade",
)


def _asked(request: HttpRequest) -> PortfolioQuery:
    said = {name: request.GET.get(name, "").replace("\0", "") for name in ("customer", "team")}
    kind = request.GET.get("kind", "")
    return PortfolioQuery(**said, kind=kind if kind in SuccessMetric.Kind.values else "")


def _cell(value: Any) -> Any:
    """What people typed is no formula to a spreadsheet that opens it."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return "" if value is None else value
