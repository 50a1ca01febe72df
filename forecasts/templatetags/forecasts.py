"""What a frozen forecast said and what came, in words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django import template

from forecasts import words
from forecasts.models import Forecast, ForecastOutcome
from web.templatetags.dates import short_date

if TYPE_CHECKING:
    from forecasts.coverage import Coverage

register = template.Library()


@register.filter
def nth(rows: list[Coverage], place: int) -> Coverage:
    return rows[place]


@register.filter
def share(value: float) -> str:
    """Show a share with its sign: +4 %."""
    return f"{100 * value:+.0f} %"


@register.filter
def what(forecast: Forecast) -> str:
    """What was foretold; of a sprint, all that the project finishes meanwhile."""
    if forecast.kind == Forecast.Kind.SPRINT_COUNT and forecast.sprint:
        return f"How many by the end of sprint {forecast.sprint.number}"
    label = forecast.get_kind_display()
    if forecast.theme:
        return f"{label}: {forecast.theme}"
    if forecast.kind == Forecast.Kind.COUNT:
        return f"{label} ({forecast.days} days)"
    return label


@register.filter
def said(forecast: Forecast) -> str:
    if forecast.kind == Forecast.Kind.CHARTER_END:
        return f"{words.percent(forecast.summary['chance'])} by {short_date(_eve(forecast))}"
    low, high = forecast.interval(0.85)
    if forecast.is_count and low is not None and high is not None:
        span = f"{low:,.0f} to {words.stories(high)}"
        if forecast.kind == Forecast.Kind.SPRINT_COUNT:
            return f"{span}, be they in the sprint or not"
        return span
    return f"{_until(forecast, low)} to {_until(forecast, high)}"


@register.filter
def came(forecast: Forecast) -> str:
    """The outcome, and whether it lay inside."""
    outcome: ForecastOutcome | None = getattr(forecast, "outcome", None)
    if outcome is None:
        return "not known yet"
    if outcome.voided:
        return outcome.note
    if forecast.kind == Forecast.Kind.CHARTER_END:
        if outcome.value:
            return "done by then"
        return "not done by then"
    if outcome.value is None:
        return "later than that"
    came = outcome.value
    if forecast.is_count:
        told = words.stories(came)
    else:
        told = short_date(_day(forecast, came))
    return f"{told}, {'inside' if outcome.held_85 else 'outside'}"


def _until(forecast: Forecast, days: float | None) -> str:
    if days is None:
        return "later than in two years"
    return short_date(_day(forecast, days))


def _day(forecast: Forecast, days: float) -> date:
    return forecast.issued_on + timedelta(days=max(days, 1) - 1)


def _eve(forecast: Forecast) -> date:
    return forecast.due_on - timedelta(days=1)
