"""What comes next, as it was forecast last: frozen, so that it is the same whenever it is read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from briefs.brief import CountLine, ForecastPart, SpanLine
from forecasts.models import Forecast
from numerics.forecasting import on_day

if TYPE_CHECKING:
    from datetime import date

    from projects.models import Project

LEVEL = 0.85


def forecast_of(project: Project) -> ForecastPart | None:
    """What was said on the last day on which something was said; None if nothing ever was."""
    rows = list(Forecast.objects.last_issued(project))
    if not rows:
        return None
    spans, counts, chance = [], [], None
    for one in rows:
        if one.kind == Forecast.Kind.COUNT:
            counts.append(_count(one))
        elif one.kind == Forecast.Kind.CHARTER_END:
            chance = one.summary["chance"]
        else:
            spans.append(_span(one))
    return ForecastPart(
        issued_on=rows[0].issued_on,
        counts=sorted(counts, key=lambda count: count.until),
        spans=spans,
        chance=chance,
    )


def _count(one: Forecast) -> CountLine:
    said = _said(one)
    return CountLine(
        until=one.due_on - timedelta(days=1),
        level=said["level"],
        low=round(said["low"]),
        high=round(said["high"]),
    )


def _span(one: Forecast) -> SpanLine:
    said, theme = _said(one), one.theme
    return SpanLine(
        label=theme.title if theme else "Everything that is open",
        due=theme.ends_on if theme else None,
        level=said["level"],
        low=_day(one, said["low"]),
        high=_day(one, said["high"]),
    )


def _said(one: Forecast) -> dict[str, Any]:
    """The range that is said first: 85 %, or the widest there is."""
    ranges: list[dict[str, Any]] = one.summary["ranges"]
    return next((each for each in ranges if each["level"] == LEVEL), ranges[-1])


def _day(one: Forecast, days: float | None) -> date | None:
    """Days count from that of its issue, which is the first."""
    if days is None:
        return None
    return on_day(one.issued_on - timedelta(days=1), max(days, 1))
