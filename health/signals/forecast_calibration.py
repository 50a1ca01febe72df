from datetime import UTC, datetime, time

from numpy import array, mean
from numpy.random import Generator

from health.history.history import History
from health.signals import pooled_share as pooled
from health.signals.distribution import Distribution
from health.signals.forecast_record import Record, lived, replayed
from health.signals.measurement import (
    SURE,
    Evidence,
    Measurement,
    Point,
    Range,
    State,
    judged,
    too_little,
)
from health.signals.signal import Signal
from health.signals.words import count, percent, percents
from numerics.forecasting import LEVELS
from numerics.statistics.interval import Interval
from numerics.statistics.proportions import chance_above, wilson

LEAST, LEVEL = 13, 0.85
JUDGED = (0.5, 0.85)  # levels that can be too wide; a 95 % range can't clearly be, of so few
TOLERATED = 0.70  # under this an 85 % range isn't one any more


def measure(history: History, rng: Generator) -> Measurement:
    """Score what was issued and has come true or not; the replayed past only for want of that."""
    of_life = lived(history)
    is_lived = of_life.n >= LEAST
    record = of_life if is_lived else replayed(history, rng)
    if record.n < LEAST:
        return too_little(
            of_life.n,
            f"It needs {LEAST} forecasts whose day has come; there are {of_life.n}, and "
            f"{record.n} in the replayed past.",
        )
    hits, share = record.hits(LEVEL), record.hits(LEVEL) / record.n
    interval = wilson(share * record.effective, record.effective)
    well = chance_above(TOLERATED, share * record.effective, record.effective)
    too_wide = _too_wide(record)
    chances = {level: _chance_too_wide(record, level) for level in JUDGED}
    maybe = []
    for level in JUDGED:
        if level not in too_wide and chances[level] >= SURE:
            maybe.append(level)
    out = max([1 - well, *(chances[level] for level in too_wide)])
    return Measurement(
        state=_state(well, interval, too_wide, maybe),
        n=record.n,
        value=share,
        interval=interval,
        range=Range(
            TOLERATED,
            1.0,
            "85 % is what is promised; under 70 % it isn't kept; too wide is a fault too",
        ),
        chance_healthy=1 - max([out, *(chances[level] for level in maybe)]),
        chance_attention=out,
        says=f"{_whose(is_lived)} for two weeks held {hits} of {record.n} times: "
        f"{percent(share)} ({percents(interval.low, interval.high)}).",
        action=_action(hits, record, is_lived, too_wide, maybe),
        notes=(*_notes(of_life, is_lived, record), *_width(record, too_wide, maybe)),
        figures=_figures(history, of_life, record),
        evidence=(_evidence(record, is_lived),),
        distribution=_distribution(record),
        series=_points(history, record),
    )


def _whose(is_lived: bool) -> str:
    if is_lived:
        return "The 85 % ranges that were issued"
    return "Replayed over the past, not lived: the 85 % ranges"


def _figures(history: History, of_life: Record, record: Record) -> dict[str, float | None]:
    """Shares held at each level, the skill, and Brier's score of the chances given to goals."""
    skill = of_life.skill or record.skill
    spread = skill.interval if skill else None
    briers = []
    for one in history.past_forecasts:
        if one.brier is not None:
            briers.append(one.brier)
    return {
        "held_50": record.hits(0.5) / record.n,
        "held_95": record.hits(0.95) / record.n,
        "effective": record.effective,
        "lived": float(of_life.n),
        "skill": skill.value if skill else None,
        "skill_low": spread.low if spread else None,
        "skill_high": spread.high if spread else None,
        "brier": float(mean(briers)) if briers else None,
        "goals": float(len(briers)),
    }


def _notes(of_life: Record, is_lived: bool, record: Record) -> tuple[str, ...]:
    notes = []
    if not is_lived:
        notes.append(
            "Each forecast is replayed with only what was known on its day. Of those that were "
            f"issued, {count(of_life.n, 'outcome')} {'is' if of_life.n == 1 else 'are'} known; "
            f"from {LEAST} on they take the replay's place."
        )
        if of_life.skill:
            notes.append(f"The skill is already that of the {of_life.n} that were issued.")
    elif record.effective < 0.9 * record.n:
        notes.append(
            "Forecasts that look at the same days say the same twice: for how sure we are these "
            f"{record.n} count as {record.effective:.0f}."
        )
    return tuple(notes)


def _points(history: History, record: Record) -> tuple[Point, ...]:
    """How many held, by the sprint in which they were issued."""
    held = array([float(one.held[LEVELS.index(LEVEL)]) for one in record.rows])
    days = []
    for one in record.rows:
        days.append(datetime.combine(one.issued_on, time(), UTC).timestamp())
    issued = array(days, float)
    tops, bottoms = history.by_round(issued, held), history.by_round(issued)
    return pooled.points(history.round_labels(), tops, bottoms)


def _distribution(record: Record) -> Distribution:
    """By the narrowest range that held what came."""
    held = [sum(one.held) for one in record.rows]
    return Distribution.of_kinds(
        "forecasts",
        "the narrowest range that held what came",
        {
            "50 % range": held.count(3),
            "85 % range": held.count(2),
            "95 % range": held.count(1),
            "no range": held.count(0),
        },
    )


def _state(well: float, interval: Interval, too_wide: list[float], maybe: list[float]) -> State:
    """Say whether the ranges keep what they promise: neither less often nor clearly more often."""
    if too_wide:
        return State.ATTENTION
    if maybe and interval.high >= LEVEL:
        return State.UNCLEAR
    return judged(well if interval.high >= LEVEL else 0.0, 1 - well)


def _held(record: Record, level: float) -> Interval:
    share = record.hits(level) / record.n
    return wilson(share * record.effective, record.effective)


def _chance_too_wide(record: Record, level: float) -> float:
    held = record.hits(level) / record.n * record.effective
    return chance_above(level, held, record.effective)


def _too_wide(record: Record) -> list[float]:
    """Return the levels whose ranges held so often that what they promise isn't the truth.

    By chance alone an exact range is among them at most once in twenty times.
    """
    too_wide = []
    for level in JUDGED:
        if _held(record, level).low > level:
            too_wide.append(level)
    return too_wide


TOO_WIDE = "clearly more often than they promise: they are too wide."
MAYBE_TOO_WIDE = (
    "more often than they promise: they may be too wide, and too few have come true to be sure."
)


def _width(record: Record, too_wide: list[float], maybe: list[float]) -> tuple[str, ...]:
    sentences = []
    for level in JUDGED:
        if level in too_wide or level in maybe:
            held = f"The {percent(level)} ranges held {record.hits(level)} of {record.n} times, "
            sentences.append(held + (TOO_WIDE if level in too_wide else MAYBE_TOO_WIDE))
    return tuple(sentences)


def _action(
    hits: int, record: Record, is_lived: bool, too_wide: list[float], maybe: list[float]
) -> str:
    held = f"Ranges {'held' if is_lived else 'would have held'} {hits} of {record.n} times"
    if hits / record.n < TOLERATED:
        return f"{held}; they are being widened. Don't promise by them yet."
    if too_wide:
        names = " and ".join(percent(level) for level in too_wide)
        return (
            f"{held}, and those of {names} are wider than they need to be. They are being "
            "narrowed; until then plan by the median, not by the careful end."
        )
    if maybe:
        return f"{held}. Plan by them; they may be wider than they need to be."
    return f"{held}. Plan by them."


def _evidence(record: Record, is_lived: bool) -> Evidence:
    why = "Two-week forecasts and what came, newest first."
    if not is_lived:
        why = "Two-week forecasts replayed over the past and what came, newest first."
    return Evidence.of(why, [one.as_row() for one in record.rows[::-1]], "forecast")


SIGNAL = Signal(
    key="C3",
    name="Forecast calibration",
    unit="share",
    question="Do the ranges we forecast with hold as often as they say?",
    definition=(
        "The share of issued two-week forecasts whose 85 % range held what came. Beside it the "
        "50 % and 95 % ranges, by how much the forecast beats the bootstrap of the last twelve "
        "weeks' days that was frozen with it (CRPS skill), and Brier's score of the chances it "
        "gave to keeping a sprint's commitment and to the charter's end."
    ),
    window="forecasts issued in the last 60 weeks and resolved since",
    sample=(
        f"at least {LEAST} issued forecasts whose day has come; with fewer the past is replayed, "
        "and called so. Eight for the skill"
    ),
    interval="90 %, Wilson on the number of independent ones; the skill by blocks of four weeks",
    range=(
        "85 % inside the interval, 70 % or more likely; ranges of 50 or 85 % that clearly hold "
        "more often than that are too wide, which is a fault too"
    ),
    gaming="A forecast is frozen with the hash of its inputs; nobody can adjust it afterwards.",
    limits="Ranges learn from their misses, slowly: 3 % of the promise a miss.",
    measure=measure,
    about_people=False,
)
