"""Where what is drawn stands, in percent; the page and the PDF only draw it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from briefs.days import day
from briefs.document import Measure, Span, Spans, Tick
from value.scoreboard import Scale
from web.templatetags.numbers import amount, chance

if TYPE_CHECKING:
    from collections.abc import Iterable

    from briefs.brief import ForecastPart, MetricLine, SpanLine

ROOM = 0.04  # of the line of time behind its last day
TICKS = 4
BEYOND = "later than in two years"


def measure_of(line: MetricLine) -> Measure:
    scale, seen = Scale(line, line.seen), line.seen
    begin, aim = amount(line.baseline, line.unit), amount(line.target, line.unit)
    alt = f"From {begin} towards {aim}"
    about, now, spread = f"{line.kind} · no observation yet", "–", ""
    if seen:
        now = amount(seen.value, line.unit)
        about = f"{line.kind} · {seen.grade_words} (grade {seen.grade} of 4), {_how(line)}"
        spread = "spread unknown"
        alt = f"{alt}, now {now}"
    if seen and seen.spread:
        spread = f"{amount(seen.low)} to {amount(seen.high)}"
        alt = f"{alt}, with 90 % certainty between {amount(seen.low)} and {amount(seen.high)}"
    low, high = _span_of(line, scale)
    return Measure(
        title=line.name,
        about=about,
        now=now,
        spread=spread,
        begin_words=begin,
        aim_words=f"aim {aim}, due {day(line.due)}",
        begin=_place(scale.at(line.baseline)),
        aim=_place(scale.at(line.target)),
        point=_place(scale.at(seen.value)) if seen else None,
        low=low,
        high=high,
        alt=alt,
    )


def _how(line: MetricLine) -> str:
    """When it was seen, how and where."""
    assert line.seen is not None
    words = [f"seen {day(line.seen.observed_on)}", line.seen.method, line.seen.source]
    return ", ".join(filter(None, words))


def _span_of(line: MetricLine, scale: Scale) -> tuple[float | None, float | None]:
    if line.seen is None or not line.seen.spread:
        return None, None
    low, high = sorted((scale.at(line.seen.low), scale.at(line.seen.high)))
    return _place(low), _place(high)


def spans_of(forecast: ForecastPart) -> Spans:
    """When what is open will be done, from the day on which that was said."""
    axis = Axis(forecast.issued_on, _days(forecast.spans))
    spans = []
    for line in forecast.spans:
        spans.append(
            Span(
                label=line.label,
                words=_in_words(line),
                low=axis.at(line.low) if line.low else 100.0,
                high=axis.at(line.high) if line.high else 100.0,
                due=axis.at(line.due) if line.due else None,
                is_open=line.high is None,
            )
        )
    told = "; ".join(f"{span.label}: {span.words}" for span in spans)
    return Spans(alt=f"When it will be done. {told}", ticks=axis.ticks, spans=spans)


class Axis:
    """A line of time from one day to a while behind the last one."""

    def __init__(self, first: date, others: Iterable[date]) -> None:
        days = sorted([first, *others])
        self.first = days[0]
        self.length = max((days[-1] - days[0]).days, 7) * (1 + ROOM)

    def at(self, when: date) -> float:
        return _place(100 * (when - self.first).days / self.length)

    @property
    def ticks(self) -> list[Tick]:
        ticks = []
        for n in range(TICKS):
            when = date.fromordinal(self.first.toordinal() + round(n * self.length / TICKS))
            ticks.append(Tick(self.at(when), day(when)))
        return ticks


def _days(lines: Iterable[SpanLine]) -> list[date]:
    days = []
    for line in lines:
        days += [one for one in (line.low, line.high, line.due) if one]
    return days


def _in_words(line: SpanLine) -> str:
    """5 Dec 2026 to 28 Dec 2026, 85 %."""
    level = chance(line.level)
    due = f"; planned until {day(line.due)}" if line.due else ""
    if line.low is None:
        return f"{BEYOND}, {level}{due}"
    if line.high is None:
        return f"{day(line.low)} or much later, {level}{due}"
    if line.low == line.high:
        return f"{day(line.low)}, {level}{due}"
    return f"{day(line.low)} to {day(line.high)}, {level}{due}"


def _place(percent: float) -> float:
    """Rounded: the same on every machine."""
    return round(min(max(percent, 0.0), 100.0), 2)
