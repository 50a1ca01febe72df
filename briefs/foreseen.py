"""What comes next, as it was forecast last: frozen, so that it is the same whenever it is read."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from briefs.brief import CountLine, ForecastPart, SpanLine
from forecasts.models import Forecast
from forecasts.project_forecast import day_of

LEVEL = 0.85

Row = dict[str, Any]


def forecast_of(rows: list[Row]) -> ForecastPart | None:
    """What was said on the last day on which something was said; None if nothing ever was."""
    rows = [row for row in rows if row["ranges"]]
    if not rows:
        return None
    spans, counts, chance = [], [], None
    for row in rows:
        if row["kind"] == Forecast.Kind.COUNT:
            counts.append(_count(row))
        elif row["kind"] == Forecast.Kind.CHARTER_END:
            chance = row["chance"]
        else:
            spans.append(_span(row))
    return ForecastPart(
        issued_on=date.fromisoformat(rows[0]["issued_on"]),
        counts=sorted(counts, key=lambda count: count.until),
        spans=spans,
        chance=chance,
    )


def _count(row: Row) -> CountLine:
    said = _said(row)
    return CountLine(
        until=date.fromisoformat(row["due_on"]) - timedelta(days=1),
        level=said["level"],
        low=round(said["low"]),
        high=round(said["high"]),
    )


def _span(row: Row) -> SpanLine:
    said, due = _said(row), row["theme_ends_on"]
    issued_on = date.fromisoformat(row["issued_on"])
    return SpanLine(
        label=row["title"] or "Everything that is open",
        due=date.fromisoformat(due) if due else None,
        level=said["level"],
        low=day_of(issued_on, said["low"]),
        high=day_of(issued_on, said["high"]),
    )


def _said(row: Row) -> Row:
    """The range that is said first: 85 %, or the widest there is."""
    ranges: list[Row] = row["ranges"]
    return next((each for each in ranges if each["level"] == LEVEL), ranges[-1])
