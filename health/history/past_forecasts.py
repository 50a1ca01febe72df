"""What was forecast for a team and came true or didn't, as it was known at a moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from forecasts.models import Forecast

LOOKED_AT = timedelta(weeks=60)
SAID = 0.85


@dataclass(frozen=True, slots=True)
class PastForecast:
    """A frozen forecast with its outcome; None for what can't be told of it.

    `low` and `high` are of its 85 % range; `crps` and `rival_crps` are its score and that of the
    bootstrap frozen beside it; `brier` is the score of the chance it gave a goal.
    """

    id: int
    project: str
    kind: str
    days: int
    issued_on: date
    low: float | None
    high: float | None
    value: float | None
    held_50: bool | None
    held_85: bool | None
    held_95: bool | None
    crps: float | None
    rival_crps: float | None
    brier: float | None

    @property
    def is_fortnight(self) -> bool:
        return self.kind == Forecast.Kind.COUNT and self.days == 14


def past_forecasts_of(projects: Iterable[int], as_of: datetime) -> tuple[PastForecast, ...]:
    """Read those that were resolved by then, in the order in which they were issued.

    Neither a forecast nor its outcome ever changes, so the same moment gives the same rows.
    """
    since = (as_of - LOOKED_AT).date()
    scored = Forecast.objects.filter(project__in=projects, issued_on__gte=since).scored()
    rows = (
        scored.filter(outcome__resolved_at__lte=as_of)
        .order_by("issued_on", "pk")
        .values_list(
            "pk",
            "project__key",
            "kind",
            "days",
            "issued_on",
            "summary__intervals",
            "outcome__value",
            "outcome__held_50",
            "outcome__held_85",
            "outcome__held_95",
            "outcome__crps",
            "outcome__rival_crps",
            "outcome__brier",
        )
    )
    past_forecasts = []
    for row in rows:
        ends = (row[5] or {}).get(f"{SAID:.2f}", (None, None))
        columns: list[Any] = [*row[:5], *ends, *row[6:]]
        past_forecasts.append(PastForecast(*columns))
    return tuple(past_forecasts)
