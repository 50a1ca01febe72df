"""The themes of a project over its time, as shares of a line: the template only draws them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list

from projects.reach import Reach, reach_of
from web.templatetags.dates import window_words
from web.text_versions import digest, packed

if TYPE_CHECKING:
    from projects.models.charter import Charter
    from projects.models.theme import Theme

MONTHS_SHOWN = 12  # more ticks than these are thinned out


@dataclass(frozen=True, slots=True)
class Link:
    """From the end of a theme to the start of the one that follows it; without both, no line."""

    theme: Theme
    is_early: bool
    x1: str | None = None
    x2: str | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One theme on the line; without a window it has no place yet."""

    theme: Theme
    x: str | None
    width: str | None
    ghost: tuple[str | None, str | None] | None = None  # the window that was signed
    reach: Reach | None = None
    reach_at: tuple[str, str] | None = None  # where that is drawn
    links: tuple[Link, ...] = ()

    @property
    def made_from(self) -> str:
        """The window that is shown: who moves it over another one's change is shown both."""
        days = {"starts_on": self.theme.starts_on, "ends_on": self.theme.ends_on}
        return packed({name: digest(str(day or "")) for name, day in days.items()})

    @property
    def words(self) -> str:
        """Its window, what was signed and when it is likely done, in one sentence."""
        parts = [window_words(self.theme.starts_on, self.theme.ends_on)]
        if any(self.signed):
            parts.append(f"signed {window_words(*self.signed)}")
        return "; ".join(one for one in (*parts, self.reach_in_words, self.order_in_words) if one)

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
    def reach_in_words(self) -> str:
        """When it is likely done, and how often such a range holds."""
        if self.reach is None:
            return ""
        first = f"{self.reach.first:%-d %b %Y}"
        if self.reach.last is None:
            return f"likely done on {first} at the earliest ({self.reach.percent} %)"
        if self.reach.last == self.reach.first:
            return f"likely done on {first} ({self.reach.percent} %)"
        return (
            f"likely done between {first} and {self.reach.last:%-d %b %Y} ({self.reach.percent} %)"
        )

    @property
    def order_in_words(self) -> str:
        """What it follows, and where it begins before that ends."""
        names = [f"“{link.theme}”" for link in self.links]
        if not names:
            return ""
        told = f"follows {get_text_list(names, 'and')}"
        early = [f"“{link.theme}”" for link in self.links if link.is_early]
        if early and len(names) == 1:
            return f"{told}, and begins before that ends"
        return f"{told}; begins before {get_text_list(early, 'and')} ends" if early else told

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
        reaches = [reach_of(theme) for theme in themes]
        for theme, reach in zip(themes, reaches, strict=True):
            days += [day for day in signed_days(theme) if day]
            if reach and (theme.starts_on or theme.ends_on):
                days += [day for day in (reach.first, reach.last) if day]
        self._reaches = reaches
        self.has_time = bool(days)
        self.starts_on = min(days, default=self.day)
        self.ends_on = max(days, default=self.day)

    @property
    def bars(self) -> list[Bar]:
        bars = []
        for theme, reach in zip(self.themes, self._reaches, strict=True):
            ghost = self._between(*signed_days(theme))
            window = self._window(theme)
            bar = Bar(
                theme,
                *window,
                ghost=ghost if ghost[0] else None,
                reach=reach,
                reach_at=self._reach_at(reach) if window[0] else None,
                links=tuple(self._links(theme)),
            )
            bars.append(bar)
        return bars

    @property
    def length(self) -> int:
        """How many days the line is long."""
        return self._days

    def _reach_at(self, reach: Reach | None) -> tuple[str, str] | None:
        if reach is None:
            return None
        after = (reach.last or self.ends_on) + timedelta(days=1)
        return self._at(reach.first), self._at(after)

    def _links(self, theme: Theme) -> Iterator[Link]:
        by_pk = {one.pk: one for one in self.themes}
        for pk in vars(theme).get("followed", ()):
            before = by_pk[pk]
            if theme.starts_on is None or before.ends_on is None:
                yield Link(before, is_early=False)
                continue
            after = before.ends_on + timedelta(days=1)
            is_early = theme.starts_on < after
            yield Link(before, is_early, self._at(after), self._at(theme.starts_on))

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
