"""The themes of a project over its time, as shares of a line: the template only draws them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format

if TYPE_CHECKING:
    from projects.models.charter import Charter
    from projects.models.theme import Theme

MONTHS_SHOWN = 12  # more ticks than these are thinned out


@dataclass(frozen=True, slots=True)
class Bar:
    """One theme on the line; without a window it has no place yet."""

    theme: Theme
    x: str | None
    width: str | None
    ghost: tuple[str | None, str | None] | None = None  # the window that was signed

    @property
    def signed(self) -> tuple[date | None, date | None]:
        """Its window in the plan that was signed last."""
        return signed_days(self.theme)

    @property
    def slip(self) -> int | None:
        """By how many days it ends later than was signed; None where either end is open."""
        end = self.signed[1]
        if end is None or self.theme.ends_on is None:
            return None
        return (self.theme.ends_on - end).days

    @property
    def slip_in_words(self) -> str:
        if self.slip is None:
            return ""
        if not self.slip:
            return "ends as signed"
        days = f"{abs(self.slip)} day{'' if abs(self.slip) == 1 else 's'}"
        return f"{days} {'later' if self.slip > 0 else 'earlier'} than signed"

    @property
    def css(self) -> str:
        return {"planned": "waiting", "done": "done", "dropped": "dropped"}.get(
            self.theme.state, ""
        )


class Plan:
    """From the first day anything is planned for to the last; the charter's window is marked."""

    def __init__(
        self, themes: list[Theme], charter: Charter | None = None, today: date | None = None
    ) -> None:
        self.themes, self.charter = themes, charter
        self.day = today or timezone.localdate()
        days = []
        for each in [charter, *themes]:
            if each:
                days += [day for day in (each.starts_on, each.ends_on) if day]
        for theme in themes:
            days += [day for day in signed_days(theme) if day]
        self.has_time = bool(days)
        self.starts_on = min(days, default=self.day)
        self.ends_on = max(days, default=self.day)

    @property
    def bars(self) -> list[Bar]:
        bars = []
        for theme in self.themes:
            ghost = self._between(*signed_days(theme))
            window = self._window(theme)
            bars.append(Bar(theme, *window, ghost=ghost if ghost[0] else None))
        return bars

    @property
    def is_signed(self) -> bool:
        """Whether a plan was frozen with a charter that all had signed."""
        return any(day for theme in self.themes for day in signed_days(theme))

    @property
    def window(self) -> tuple[str | None, str | None] | None:
        """Where the charter's expected timeline lies."""
        if self.charter:
            return self._window(self.charter)
        return None

    @property
    def today(self) -> str | None:
        if self.has_time and self._holds(self.day):
            return self._at(self.day)
        return None

    @property
    def ticks(self) -> list[tuple[str, str]]:
        """Where months begin, with their names: at most a dozen."""
        months = list(_month_starts(self.starts_on, self.ends_on))
        step = -(-len(months) // MONTHS_SHOWN)
        return [(self._at(day), _month(day)) for day in months[:: step or 1]]

    def _window(self, row: Charter | Theme) -> tuple[str | None, str | None]:
        return self._between(row.starts_on, row.ends_on)

    def _between(
        self, starts_on: date | None, ends_on: date | None
    ) -> tuple[str | None, str | None]:
        if not self.has_time or not (starts_on or ends_on):
            return None, None
        first = starts_on or self.starts_on
        after = (ends_on or self.ends_on) + timedelta(days=1)
        return self._at(first), f"{100 * (after - first).days / self._days:.2f}%"

    @property
    def _days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1

    def _at(self, day: date) -> str:
        return f"{100 * (day - self.starts_on).days / self._days:.2f}%"

    def _holds(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


def signed_days(theme: Theme) -> tuple[date | None, date | None]:
    """The window of a theme, read by an overview, in the plan that was signed last."""
    of = vars(theme)
    return of.get("signed_starts_on"), of.get("signed_ends_on")


def _month_starts(first: date, last: date) -> Iterator[date]:
    day = date(first.year, first.month, 1)
    while day <= last:
        if day >= first:
            yield day
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _month(day: date) -> str:
    return date_format(day, "M Y" if day.month == 1 else "M")
