from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from health.history.ceremonies import SprintDates, StandupHeld
from health.history.history import History
from health.signals.distribution import Distribution
from health.signals.measurement import Evidence, Measurement, Point, Range, judged, too_little
from health.signals.signal import Signal
from health.signals.words import count, percent, percents
from numerics.statistics.orders import median_interval
from numerics.statistics.proportions import chance_above, wilson

SPRINTS, LEAST, SHOWN = 4, 12, 13
HELD, MINUTES = 0.8, 15.0


def measure(history: History, rng: np.random.Generator) -> Measurement:
    beats = [beat for beat in history.rhythm.beats if beat.closed][-SPRINTS:]
    expected = _expected(history, beats)
    standups = []
    for one in history.rhythm.standups:
        if one.day in set(expected):
            standups.append(one)
    held = {one.day for one in standups}
    figures = _figures(history, beats, standups)
    if len(held) < LEAST or len(beats) < SPRINTS:
        return too_little(len(held), _why(len(held), len(beats)), figures=figures)
    share = len(held) / len(expected)
    often = chance_above(HELD, len(held), len(expected))
    brief = _chance_brief(standups)
    interval = wilson(len(held), len(expected))
    return Measurement(
        state=judged(often * brief, max(1 - often, 1 - brief)),
        n=len(expected),
        value=share,
        interval=interval,
        range=Range(HELD, 1.0, "design choice; fifteen minutes by Scrum's time box"),
        chance_healthy=often * brief,
        chance_attention=max(1 - often, 1 - brief),
        says=f"A stand-up was held on {len(held)} of {count(len(expected), 'working day')}: "
        f"{percent(share)} ({percents(interval.low, interval.high)}). {_length(figures)}",
        action=_action(share, figures),
        notes=_notes(figures, beats),
        figures=figures,
        evidence=(_evidence(expected, held),),
        series=_points(history),
        distribution=_distribution(standups),
    )


def _expected(history: History, beats: list[SprintDates]) -> list[date]:
    """The working days of the sprints up to the day before now, each once."""
    today = datetime.fromtimestamp(history.as_of, ZoneInfo("UTC")).date()
    days = set()
    for beat in beats:
        length = (min(beat.ends_on, today - timedelta(days=1)) - beat.kicked_off).days + 1
        days |= {beat.kicked_off + timedelta(days=n) for n in range(max(0, length))}
    expected = []
    for day in days:
        if day.isoweekday() in history.calendar.days:
            expected.append(day)
    return sorted(expected)


def _points(history: History) -> tuple[Point, ...]:
    """The share of working days with a stand-up, sprint by sprint."""
    days = {one.day for one in history.rhythm.standups}
    points = []
    for beat in [one for one in history.rhythm.beats if one.closed][-SHOWN:]:
        expected = _expected(history, [beat])
        held = sum(day in days for day in expected)
        points.append(Point(beat.label, held / len(expected) if expected else None, len(expected)))
    return tuple(points)


def _figures(
    history: History, beats: list[SprintDates], standups: list[StandupHeld]
) -> dict[str, Any]:
    minutes = np.array([one.minutes for one in standups if one.minutes is not None])
    on_time = sum(_working_days(history, b.starts_on, b.kicked_off) <= 1 for b in beats)
    looked_back = 0
    for b in beats:
        if b.looked_back is not None and _working_days(history, b.ends_on, b.looked_back) <= 2:
            looked_back += 1
    usual = median_interval(minutes)
    return {
        "median_minutes": float(np.median(minutes)) if minutes.size else None,
        "median_low": usual and usual.low,
        "median_high": usual and usual.high,
        "over_fifteen": float(np.mean(minutes > MINUTES)) if minutes.size else None,
        "untimed": float(len(standups) - minutes.size),
        "kickoffs_on_time": on_time / len(beats) if beats else None,
        "looked_back": looked_back / len(beats) if beats else None,
    }


def _working_days(history: History, first: date, last: date) -> int:
    """Working days after the first until the last; nothing for a last day that comes before."""
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(day.isoweekday() in history.calendar.days for day in days)


def _chance_brief(standups: list[StandupHeld]) -> float:
    """The chance that half or more of the stand-ups take fifteen minutes at most; 1 if untimed."""
    minutes = []
    for one in standups:
        if one.minutes is not None:
            minutes.append(one.minutes)
    if not minutes:
        return 1.0
    return chance_above(0.5, sum(one <= MINUTES for one in minutes), len(minutes))


def _distribution(standups: list[StandupHeld]) -> Distribution | None:
    minutes = []
    for one in standups:
        if one.minutes is not None:
            minutes.append(one.minutes)
    if len(minutes) < LEAST:
        return None
    return Distribution.of(
        "timed stand-ups",
        "length in minutes",
        "minutes",
        minutes,
        marks=((MINUTES, "Scrum's time box"),),
    )


def _why(held: int, sprints: int) -> str:
    return (
        f"It needs {LEAST} stand-ups and {SPRINTS} closed sprints; there are {held} and {sprints}. "
        "Start the timer on the project's page of rhythm, or note those held without it."
    )


def _length(figures: dict[str, Any]) -> str:
    if figures["median_minutes"] is None:
        return "None was timed."
    return f"Their median length is {_minutes(figures['median_minutes'])}{_spread(figures)}."


def _minutes(median: float) -> str:
    """Say it in whole minutes, unless these would hide that it is over the limit."""
    hides = median > MINUTES and round(median) <= MINUTES
    if hides:
        return f"{median:.1f} minutes"
    return f"{median:.0f} minutes"


def _spread(figures: dict[str, Any]) -> str:
    if figures["median_low"] is None:
        return ""
    low, high = f"{figures['median_low']:.0f}", f"{figures['median_high']:.0f}"
    if low == high:
        return ""
    return f" ({low}–{high})"


def _action(share: float, figures: dict[str, Any]) -> str:
    if (figures["median_minutes"] or 0) > MINUTES:
        return (
            f"Most stand-ups take longer than the {MINUTES:.0f} minutes meant for them. Park "
            "problem solving for after, with those concerned."
        )
    if share < HELD:
        return "Hold it on each working day, at the same time, however few are there."
    if (figures["looked_back"] or 0) < 1:
        return "Hold the retrospective within two working days of a sprint's end."
    return "The rhythm holds. Keep it brief."


def _notes(figures: dict[str, Any], beats: list[SprintDates]) -> tuple[str, ...]:
    n = len(beats)
    kickoffs, retros = (round(figures[one] * n) for one in ("kickoffs_on_time", "looked_back"))
    in_time = (
        f"{kickoffs} of {n} kickoffs came within a working day of the start "
        f"({_sure(kickoffs, n)}), {retros} of {n} retrospectives within two of the end "
        f"({_sure(retros, n)})."
    )
    notes = [in_time]
    if figures["untimed"]:
        notes.append(f"{figures['untimed']:.0f} stand-ups were held without the timer.")
    return tuple(notes)


def _sure(hits: int, n: int) -> str:
    spread = wilson(hits, n)
    return percents(spread.low, spread.high)


def _evidence(expected: list[date], held: set[date]) -> Evidence:
    missing = []
    for day in expected:
        if day not in held:
            missing.append({"id": 0, "day": day.isoformat()})
    return Evidence.of("Working days of a sprint without a stand-up.", missing, model="day")


SIGNAL = Signal(
    key="F1",
    name="Rhythm of meetings",
    unit="share",
    question="Does the team meet as often and as briefly as it means to?",
    definition=(
        "The share of working days within sprints on which a stand-up was held; beside it the "
        "median length, and how many kickoffs and retrospectives came in time."
    ),
    window=f"the last {SPRINTS} closed sprints",
    sample=f"at least {LEAST} stand-ups and {SPRINTS} closed sprints",
    interval="90 %, Wilson; of the median length by its order statistics",
    range="held on at least 80 % of the days (design choice), half within 15 minutes (Scrum)",
    gaming="Only who started the timer, or a lead, stops it; untimed ones are unknown, not short.",
    limits="Who came is never kept. Stand-ups observed elsewhere took 22 minutes (Stray 2013).",
    measure=measure,
    sure_of=(
        "that enough stand-ups are held and that they are brief",
        "that too few stand-ups are held or that they last too long",
    ),
)
