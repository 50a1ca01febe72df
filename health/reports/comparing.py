"""Two reports of a team beside each other: what was said then, what now, and is it noise?"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from health.models import HealthReport, Reading
from health.reports.asked import SIGNAL as PULSE
from health.reports.asked import Asked
from health.reports.presenter.words import difference_in_words, said, spread_in_words
from health.signals.catalogue import SIGNALS
from health.signals.signal import Signal
from numerics.statistics.differences import difference
from numerics.statistics.interval import Interval
from numerics.statistics.trends import discoveries

SHARED_WEEKS = 26  # windows reach up to twelve sprints back


@dataclass(frozen=True)
class Told:
    """What one report says of a signal, ready to be read."""

    signal: Signal
    reading: Reading

    @property
    def state(self) -> str:
        return self.reading.state

    @property
    def value(self) -> str:
        return said(self.signal.unit, self.reading.value)

    @property
    def spread(self) -> str:
        return spread_in_words(self.signal.unit, self.reading.low, self.reading.high)

    @property
    def interval(self) -> Interval | None:
        """Return it where it has a width: one without is sure of what was there, not of noise."""
        low, high = self.reading.low, self.reading.high
        if low is None or high is None or self.reading.value is None or low == high:
            return None
        return Interval(low, high)


@dataclass
class Difference:
    """One signal in both reports; `stands` is None where nothing honest can be said of it."""

    signal: Signal
    then: Told | None
    now: Told | None
    stands: bool | None = None
    rounds: tuple[Asked, Asked] | None = None  # then and now, where they asked other statements

    @cached_property
    def found(self) -> tuple[Interval, float] | None:
        if self.rounds or self.then is None or self.now is None:
            return None
        then, now = self.then.reading.value, self.now.reading.value
        of_then, of_now = self.then.interval, self.now.interval
        if then is None or now is None or of_then is None or of_now is None:
            return None
        return difference(now, of_now, then, of_then)

    @property
    def amount(self) -> float | None:
        if self.rounds:
            return self.rounds[1].since(self.rounds[0])
        if self.then is None or self.now is None:
            return None
        then, now = self.then.reading.value, self.now.reading.value
        if then is None or now is None:
            return None
        return now - then

    @property
    def says(self) -> str:
        if self.amount is None:
            return ""
        return difference_in_words(self.signal.unit, self.amount)

    @property
    def spread(self) -> str:
        if not self.found:
            return ""
        interval = self.found[0]
        return difference_in_words(self.signal.unit, interval.low, interval.high)

    @property
    def verdict(self) -> str:
        if self.then is None or self.now is None:
            return "in one of the two only"
        if self.rounds:
            return self._of_other_statements(*self.rounds)
        if self.amount is None:
            return "no two values to compare"
        if self.found is None:
            return "no interval, so nobody can say"
        if self.stands:
            return "more than noise"
        return "within noise"

    def _of_other_statements(self, then: Asked, now: Asked) -> str:
        counts = f"{then.count} statements were asked then, {now.count} now"
        if self.amount is None:
            return f"{counts}, so the means can't be compared"
        return f"{counts}; compared are those asked both times, by their means alone"


class Comparison:
    """Two reports of the same team; `then` is the earlier one, whichever way they were given."""

    def __init__(self, one: HealthReport, other: HealthReport) -> None:
        self.then, self.now = sorted((one, other), key=lambda report: (report.as_of, report.pk))

    @cached_property
    def differences(self) -> list[Difference]:
        told: dict[tuple[int, str], Reading] = {}
        both = Reading.objects.filter(report__in=[self.then, self.now])
        for reading in both.select_related("contested_by"):
            told[reading.report_id, reading.signal] = reading
        rows = []
        for signal in SIGNALS:
            then, now = (self._told(told, report, signal) for report in self._pair)
            rows.append(Difference(signal, then, now))
        rows = [row for row in rows if row.then or row.now]
        for row in rows:
            if row.signal.key == PULSE and row.amount is not None:
                row.rounds = self._rounds()
        return self._judged(rows)

    def _rounds(self) -> tuple[Asked, Asked] | None:
        """What the two rounds of the pulse asked, unless it was the same."""
        bodies = dict(
            HealthReport.objects.filter(pk__in=[one.pk for one in self._pair]).values_list(
                "pk", "body"
            )
        )
        then, now = (Asked.of(bytes(bodies[one.pk])) for one in self._pair)
        if then.count == now.count:
            return None
        return (then, now)

    @property
    def _pair(self) -> tuple[HealthReport, HealthReport]:
        return self.then, self.now

    @property
    def is_of_other_code(self) -> bool:
        """Whether the rules have changed between them, and not only the team."""
        return self.then.code_version != self.now.code_version

    @property
    def shares_work(self) -> bool:
        """Whether both may rest on some of the same stories."""
        return (self.now.as_of - self.then.as_of).days < 7 * SHARED_WEEKS

    @property
    def standing(self) -> list[Difference]:
        standing = []
        for row in self.differences:
            if row.stands:
                standing.append(row)
        return standing

    @property
    def moved(self) -> list[Difference]:
        """Those that are in another state now, be it more than noise or not."""
        moved = []
        for row in self.differences:
            if row.then and row.now and row.then.state != row.now.state:
                moved.append(row)
        return moved

    def _told(
        self, told: dict[tuple[int, str], Reading], report: HealthReport, signal: Signal
    ) -> Told | None:
        reading = told.get((report.pk, signal.key))
        if reading:
            return Told(signal, reading)
        return None

    def _judged(self, rows: list[Difference]) -> list[Difference]:
        """Hold false alarms over all signals together, as in a report's own trends."""
        known = []
        for row in rows:
            if row.found:
                known.append((row, *row.found))
        p_values = [p_value for _, _, p_value in known]
        for (row, interval, _), stands in zip(known, discoveries(p_values), strict=True):
            row.stands = stands and not interval.low <= 0 <= interval.high
        return rows


def as_json(comparison: Comparison) -> dict[str, Any]:
    return {
        "then": _report(comparison.then),
        "now": _report(comparison.now),
        "other_code": comparison.is_of_other_code,
        "shares_work": comparison.shares_work,
        "signals": [_row(row) for row in comparison.differences],
    }


def _report(report: HealthReport) -> dict[str, Any]:
    return {
        "id": report.pk,
        "as_of": report.as_of,
        "code_version": report.code_version,
        "sha256": report.sha256,
    }


def _row(row: Difference) -> dict[str, Any]:
    interval = row.found and {
        "low": row.found[0].low,
        "high": row.found[0].high,
        "level": row.found[0].level,
    }
    return {
        "signal": row.signal.key,
        "then": _told_json(row.then),
        "now": _told_json(row.now),
        "difference": row.amount,
        "interval": interval or None,
        "p_value": row.found[1] if row.found else None,
        "more_than_noise": row.stands,
        "verdict": row.verdict,
    }


def _told_json(told: Told | None) -> dict[str, Any] | None:
    if told is None:
        return None
    one = told.reading
    return {
        "state": one.state,
        "value": one.value,
        "low": one.low,
        "high": one.high,
        "n": one.n,
        "contest": one.contest_note,
    }
