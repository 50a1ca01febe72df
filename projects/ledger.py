"""The ledger: what is predicted and tested, what came out, and how long it took to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np

from base import clock
from numerics.statistics import survival
from numerics.statistics.interval import Interval, of_draws
from numerics.statistics.proportions import wilson
from numerics.statistics.resampling import block_weights
from projects.models import Hypothesis
from projects.models.hypothesis_amendment import OVERDUE_AFTER
from web.templatetags.numbers import many

if TYPE_CHECKING:
    from django.http import QueryDict

    from projects.models.hypothesis import HypothesisQuerySet

LEAST = 12  # tests, before a median says something
RESAMPLES = 400
SEED = 20261130  # the same tests give the same interval
LONGEST_SEARCH = 200
PAGE = 50  # of those that are over; what is open is shown whole
LAST_PAGE = 10_000
DAY = 86_400
READ = ("state", "stated_at", "decided_at", "withdrawn_at", "time_box_days", "by_kill_rule")


class Tested(NamedTuple):
    """A hypothesis whose test has begun, as far as figures are made from it."""

    state: str
    stated_at: datetime
    decided_at: datetime | None
    withdrawn_at: datetime | None
    time_box_days: int
    by_kill_rule: bool

    @property
    def box_ends(self) -> datetime:
        """When its box ended as it was locked: the whole of its last day is in it."""
        last = (self.stated_at + timedelta(days=self.time_box_days + 1)).date()
        return datetime.combine(last, datetime.min.time(), self.stated_at.tzinfo)


class Share(NamedTuple):
    """So many of so many, with the 90 % interval of the share."""

    number: int
    of: int

    @property
    def interval(self) -> Interval | None:
        return wilson(self.number, self.of) if self.of else None


@dataclass(frozen=True, slots=True)
class Figures:
    """What stands above a ledger; a median from 12 tests on."""

    tested: int
    median: float | None  # days from the start to the verdict, of those that get one
    interval: Interval | None
    within_box: Share  # decided within the original box, of those whose original box has ended
    by_rule: Share  # ended by their own rule, of those that were decided

    @classmethod
    def of(cls, rows: HypothesisQuerySet) -> Self:
        now = clock.now()
        found = rows.begun_ever().order_by("pk").values_list(*READ)
        tested = [Tested(*row) for row in found]
        median, interval = _time_to_verdict(tested, now)
        ended = [one for one in tested if one.state != "withdrawn" and one.box_ends <= now]
        in_time = sum(one.decided_at is not None and one.decided_at < one.box_ends for one in ended)
        decided = [one for one in tested if one.decided_at is not None]
        by_rule = sum(one.by_kill_rule for one in decided)
        return cls(
            len(tested),
            median,
            interval,
            Share(in_time, len(ended)),
            Share(by_rule, len(decided)),
        )

    @property
    def sentences(self) -> list[str]:
        return [*self._median(), *self._shares()]

    def _median(self) -> list[str]:
        if self.tested < LEAST:
            return [
                f"From {LEAST} tests on it says how long a verdict takes, and has {self.tested}."
            ]
        if self.median is None:
            return ["Fewer than half of those that get there have a verdict yet."]
        assert self.interval is not None
        low, high = self.interval.low, self.interval.high
        spread = f"{low:.0f} to {high:.0f}" if np.isfinite(high) else f"at least {low:.0f}"
        within = f"{many(round(self.median), 'day')} ({spread}, of {many(self.tested, 'test')})"
        return [f"Half of those that get there have their verdict within {within}."]

    def _shares(self) -> list[str]:
        words = []
        if self.within_box.of:
            words.append(
                f"{self.within_box.number} of {self.within_box.of} whose original box has ended "
                "were decided within it."
            )
        if self.by_rule.of:
            stopped = "was stopped by its" if self.by_rule.number == 1 else "were stopped by their"
            words.append(f"{self.by_rule.number} of {self.by_rule.of} decided {stopped} own rule.")
        return words


def _time_to_verdict(tested: list[Tested], now: datetime) -> tuple[float | None, Interval | None]:
    """The median with its 90 % interval; withdrawn ends compete, what runs is censored."""
    if len(tested) < LEAST:
        return None, None
    ages = np.array([_lasted(one, now) for one in tested])
    ends = np.array([ENDS.get(one.state, survival.OPEN) for one in tested])
    if not np.any(ends == survival.DONE):
        return None, None
    median = survival.fit(ages, ends).quantile(0.5)
    if not np.isfinite(median):
        return None, None
    weights = block_weights(len(tested), np.random.default_rng(SEED), RESAMPLES)
    return median, of_draws(survival.quantile_draws(ages, ends, 0.5, weights))


ENDS = {"decided": survival.DONE, "withdrawn": survival.DROPPED}


def _lasted(one: Tested, now: datetime) -> float:
    """Days of testing; a clock that was set back makes none negative."""
    end = one.decided_at or one.withdrawn_at or now
    return max((end - one.stated_at).total_seconds() / DAY, 0.0)


class LedgerQuery:
    """What of a ledger is asked for."""

    def __init__(self, data: QueryDict) -> None:
        self.text = data.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
        page = data.get("page", "")
        fits = page.isascii() and page.isdecimal() and len(page) < 6
        self.page = min(max(int(page), 1), LAST_PAGE) if fits else 1


class Ledger:
    """Rows of one project or of all that somebody may see: open by their day, then what is over."""

    def __init__(self, rows: HypothesisQuerySet, query: LedgerQuery) -> None:
        self.rows, self.query = rows, query
        found = rows.mentioning(query.text) if query.text else rows
        self._found = found.with_marks().select_related("theme", "project")

    @cached_property
    def figures(self) -> Figures:
        return Figures.of(self.rows)

    @cached_property
    def _shown(self) -> list[Hypothesis]:
        """All that are open, and one page of those that are over with the first after it."""
        first = (self.query.page - 1) * PAGE
        page = self._found.over().most_urgent_first()[first : first + PAGE + 1]
        return list(self._found.open_or_in(page.values("pk")).most_urgent_first())

    @property
    def open(self) -> list[Hypothesis]:
        """What is tested by its day, so overdue ones first; then drafts."""
        return [one for one in self._shown if one.is_open]

    @cached_property
    def _page(self) -> list[Hypothesis]:
        return [one for one in self._shown if not one.is_open]

    @property
    def over(self) -> list[Hypothesis]:
        """What was decided or withdrawn, the newest first."""
        return self._page[:PAGE]

    @property
    def has_any(self) -> bool:
        """Whether there is something, or would be if other words were looked for."""
        return bool(self._shown or self.query.text or self.query.page > 1)

    @property
    def next_page(self) -> int | None:
        return self.query.page + 1 if len(self._page) > PAGE else None

    @property
    def page_before(self) -> int | None:
        return self.query.page - 1 or None

    @property
    def overdue_from(self) -> Any:
        """Boxes that ended by that day are overdue."""
        return clock.today() - OVERDUE_AFTER
