from __future__ import annotations

from dataclasses import replace
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from health.history.ceremonies import PulseResponses
from health.history.history import History
from health.signals.distribution import Distribution
from health.signals.measurement import Evidence, Measurement, Point, State, too_little
from health.signals.signal import Signal
from health.signals.words import between, on_day, percent
from numerics.statistics.interval import Interval
from numerics.statistics.student import t_quantile
from numerics.statistics.trends import Change, mean_change
from pulse.disclosure import BLURRED, HIGHEST_TOLD, LEAST, LEAST_SHARE, LOWEST_TOLD, UNTOLD, WHOLE
from pulse.models.wave import SAFETY

if TYPE_CHECKING:
    from numpy.random import Generator

MOST_ROUNDS = 26
LEAST_ROUNDS = 3
PERMUTED = 2000
OF_ROUNDS, SINCE_BEFORE = (
    "in the last three rounds against the ten before",
    "since the round before",
)
AGREED = 0.7
MIDDLE = 4
WORDING = {item.key: item.text for item in SAFETY}
MOST_AGREED = 0.95  # told: at 1 each has answered the mean
LEAST_VARIANCE = 0.25  # between people, told: at nought each has answered the mean
ROUNDING = 1 / 12  # variance of what is cut off by answering in whole points
UNIFORM_VARIANCE = (7**2 - 1) / 12  # of answers given at random on seven points


def measure(history: History, rng: np.random.Generator) -> Measurement:
    asked = history.rhythm.waves
    if not asked:
        return too_little(0, "It needs a closed round of the pulse; rounds open by themselves.")
    last = asked[-1]
    told = []
    for wave in asked:
        if is_told(wave):
            told.append(wave)
    if last not in told:
        why = _too_few(last) if is_small(last) else _not_comparable(last)
        return Measurement(State.SUPPRESSED, answers(last), why_not=why)
    whole = []
    for wave in told:
        if wave.how == WHOLE:
            whole.append(wave)
    rounds = [wave for wave in told if wave.kind == last.kind][-MOST_ROUNDS:]
    says = f"{answers(last)} of {last.invited} answered."
    if not whole or r_wg(table(whole[-1])) < AGREED:
        if last.how == WHOLE:
            return _split(last, says)
        return _maybe_split(last, whole)
    return _agreed(rounds, whole[-1], says, rng)


def _split(last: PulseResponses, says: str) -> Measurement:
    """Show the shape of the answers and no mean, which nobody might hold."""
    low, middle, high = shape(last)
    agreement = r_wg(table(last))
    distribution = {}
    for side, share in (("worse", low), ("middle", middle), ("better", high)):
        distribution[side] = round(10 * share)
    return Measurement(
        State.SPLIT,
        len(last.sheets),
        says=f"{says} They are split: of all answers about {percent(low)} lie on the worse side, "
        f"{percent(middle)} in the middle and {percent(high)} on the better side.",
        action="Views differ, so no mean is shown. Talk about what each half sees.",
        figures={"agreement": agreement, "worse": low, "middle": middle, "better": high},
        notes=("Shares of all answers to all statements, to the nearest tenth.",),
        distribution=Distribution.of_kinds(
            "tenths of all answers",
            "side they lie on",
            distribution,
        ),
    )


def _maybe_split(last: PulseResponses, whole: list[PulseResponses]) -> Measurement:
    """Of a round whose mean alone is told nobody knows whether anybody holds it."""
    if whole:
        why = (
            f"{_alike(last)} So its mean alone could be shown, and as views were split in the last "
            f"round shown in full, closed on {on_day(whole[-1].day)}, it might be nobody's."
        )
    else:
        why = _not_comparable(last)
    return Measurement(State.SUPPRESSED, answers(last), why_not=why)


def _agreed(
    rounds: list[PulseResponses], whole: PulseResponses, says: str, rng: Generator
) -> Measurement:
    last, value = rounds[-1], shrunk(rounds, whole)
    half = t_quantile(0.95, len(whole.sheets) - 1) * sqrt(_variance(last, whole))
    interval = Interval(max(1.0, value - half), min(7.0, value + half))
    changes = [change(rounds[: len(rounds) - back], rng) for back in (0, 1)]
    figures: dict[str, float | None] = {"statements": float(len(last.items))}
    if last.how == WHOLE:
        figures["agreement"] = min(r_wg(table(last)), MOST_AGREED)
        figures |= {f"item_{key}": mean for key, mean in items(last).items()}
        says += " They agree."
    return Measurement(
        state=State.UNCLEAR,
        n=answers(last),
        value=value,
        interval=interval,
        says=f"{says} Their mean is {_told(last, value)} ({between(interval.low, interval.high)})."
        f"{_alone(last, value)}",
        action=_action(rounds, whole),
        notes=_notes(rounds, whole),
        figures=figures,
        evidence=(_evidence(last),) if last.how == WHOLE else (),
        series=tuple(Point(wave.day.isoformat(), mean_of(wave), answers(wave)) for wave in rounds),
        changes=(changes[0], changes[1]),
    )


def _told(wave: PulseResponses, mean: float) -> str:
    if wave.how == BLURRED:
        blurred = ", blurred so that nobody can be told apart"
    else:
        blurred = ""
    return f"{'about ' if blurred else ''}{_said(mean)}{blurred}"


def _alone(wave: PulseResponses, value: float) -> str:
    """What the table has of this round, where earlier rounds have moved what is said of it."""
    mean = mean_of(wave)
    if _said(mean) == _said(value):
        return ""
    return (
        f" This round alone says {_said(mean)}, as the table has it; earlier rounds are weighed "
        "in, since chance moves a single one."
    )


def _said(mean: float) -> str:
    """Say a mean; at its ends it would tell what each has answered, so there it isn't told."""
    if LOWEST_TOLD < mean < HIGHEST_TOLD:
        return f"{mean:.1f} of 7"
    return f"{mean:g} of 7 or {'less' if mean <= LOWEST_TOLD else 'more'}"


def _notes(rounds: list[PulseResponses], whole: PulseResponses) -> tuple[str, ...]:
    notes = ["No range is published for it: a team is compared with itself alone."]
    last = rounds[-1]
    if last.how == BLURRED:
        notes.append(
            f"{_alike(last)} So its mean alone is shown, blurred by about {last.spread or 0:.1f} "
            f"points. Statements and agreement were last shown of the round closed on "
            f"{on_day(whole.day)}, whose spread the interval is made from."
        )
    if len(rounds) >= LEAST_ROUNDS:
        notes.append(
            f"The mean is drawn towards that of its {len(rounds)} rounds as far as chance alone "
            "moves them (empirical Bayes); the table has each as it was told."
        )
    return tuple(notes)


def answers(wave: PulseResponses) -> int:
    return wave.answered or len(wave.sheets)


def is_small(wave: PulseResponses) -> bool:
    """Whether so few answered that they could be told apart."""
    return answers(wave) < max(LEAST, LEAST_SHARE * wave.invited)


def is_told(wave: PulseResponses) -> bool:
    return wave.how != UNTOLD and not is_small(wave)


def mean_of(wave: PulseResponses) -> float:
    """Return the mean of the respondents' means, as it is told: blurred, and not at its ends."""
    if wave.mean is not None:
        return wave.mean
    return float(np.clip(respondents(wave).mean(), LOWEST_TOLD, HIGHEST_TOLD))


def table(wave: PulseResponses) -> np.ndarray:
    """Return the scores (respondents, items), turned so that 7 is best; NaN where skipped."""
    scores = np.array(wave.sheets, dtype=float)
    turned = np.array([is_reversed for _, is_reversed in wave.items])
    return np.where(turned, 8 - scores, scores)


def respondents(wave: PulseResponses) -> np.ndarray:
    """Return the mean of each sheet over what it answers."""
    means: np.ndarray = np.nanmean(table(wave), axis=1)
    return means


def r_wg(scores: np.ndarray) -> float:
    """Return the agreement within the group over J items, 0 to 1, against answers at random.

    James, Demaree and Wolf 1984: r_wg(j) with the uniform null of seven points.
    """
    variances = np.nanvar(scores, axis=0, ddof=1)
    share = min(1.0, float(np.nanmean(variances)) / UNIFORM_VARIANCE)
    items = scores.shape[1]
    return float(items * (1 - share) / (items * (1 - share) + share))


def mean_variance(scores: np.ndarray, invited: int) -> float:
    """Return the variance of the mean of sheets, narrowed for the part of the team that answered.

    Only what differs between people is narrowed. Had everybody answered, the same people asked
    again would still answer a little otherwise: that part is told by how statements scatter within
    a sheet, and it is never less than what rounding to whole points leaves.
    """
    n, items = scores.shape
    if invited > 1:
        left = max(0.0, (invited - n) / (invited - 1))
    else:
        left = 0.0
    all_of_it = max(float(np.nanmean(scores, axis=1).var(ddof=1)), LEAST_VARIANCE)
    own = max(_scatter_within(scores), ROUNDING) / items
    return float((max(0.0, all_of_it - own) * left + own) / n)


def _scatter_within(scores: np.ndarray) -> float:
    """Return the variance left once people and statements have had their means (two-way)."""
    n, items = scores.shape
    if items < 2:
        return 0.0
    rest = scores - np.nanmean(scores, axis=1, keepdims=True) - np.nanmean(scores, axis=0)
    rest = rest + np.nanmean(scores)
    return float(np.nansum(rest**2) / ((n - 1) * (items - 1)))


def shrunk(rounds: list[PulseResponses], whole: PulseResponses) -> float:
    """Return the last round's mean, drawn towards the team's own by what is chance among rounds.

    Empirical Bayes with the variance between rounds by moments (Morris 1983); under three rounds
    nothing is known of it and the mean stays as it is.
    """
    means = np.array([mean_of(wave) for wave in rounds])
    if len(rounds) < LEAST_ROUNDS:
        return float(means[-1])
    noise = np.array([_variance(wave, whole) for wave in rounds])
    between = max(0.0, float(means.var(ddof=1) - noise.mean()))
    if between + noise[-1]:
        kept = between / (between + noise[-1])
    else:
        kept = 1.0
    return float(means.mean() + kept * (means[-1] - means.mean()))


def change(rounds: list[PulseResponses], rng: np.random.Generator) -> Change | None:
    """Compare the last three rounds with the ten before, or the last one with that before it.

    Whole rounds are permuted where there are thirteen: much of what people answer is their own and
    stays from round to round, so rounds differ by less than sheets do.
    """
    of_rounds = mean_change(np.array([mean_of(wave) for wave in rounds]))
    if of_rounds:
        return replace(of_rounds, over=OF_ROUNDS)
    return since_before(rounds, rng)


def since_before(rounds: list[PulseResponses], rng: np.random.Generator) -> Change | None:
    """Compare the last round with the one before it, by the respondents' means.

    Sheets can't be linked, so they count as of different people. The p-value permutes them over
    the two rounds; the interval is Welch's, not narrowed for who answered: one's own answers vary.
    Both have to be told in full.
    """
    if len(rounds) < 2 or {wave.how for wave in rounds[-2:]} != {WHOLE}:
        return None
    now, before = (respondents(wave) for wave in (rounds[-1], rounds[-2]))
    seen = float(now.mean() - before.mean())
    both = np.concatenate((now, before))
    draws = np.argsort(rng.random((PERMUTED, both.size)), axis=1)
    mixed = both[draws]
    others = mixed[:, : now.size].mean(axis=1) - mixed[:, now.size :].mean(axis=1)
    above, even = np.sum(others > seen + 1e-12), np.sum(np.abs(others - seen) <= 1e-12)
    p_rise = float(above + (even + 1) / 2) / (PERMUTED + 1)  # it is one of its own draws
    amount = mean_of(rounds[-1]) - mean_of(rounds[-2])
    half = t_quantile(0.95, min(now.size, before.size) - 1) * _apart(now, before)
    return Change(amount, Interval(amount - half, amount + half), p_rise, over=SINCE_BEFORE)


def _apart(*parts: np.ndarray) -> float:
    """Return the spread of a difference of means (respondents,)."""
    return sqrt(sum(max(part.var(ddof=1), LEAST_VARIANCE) / part.size for part in parts))


def shape(wave: PulseResponses) -> tuple[float, float, float]:
    """Return which shares of all answers lie under, at and above the middle, to a tenth.

    Of answers and not of people, and coarse: nobody's sheet can be read from it.
    """
    scores = table(wave)
    known = scores[~np.isnan(scores)]
    tenths = 10 * np.array([sum(known < MIDDLE), sum(known == MIDDLE), sum(known > MIDDLE)])
    tenths = tenths / known.size
    whole = np.floor(tenths)
    left = 10 - int(whole.sum())  # go where most was cut off, so that all ten are there
    whole[np.argsort(whole - tenths, kind="stable")[:left]] += 1
    low, middle, high = (whole / 10).tolist()
    return low, middle, high


def items(wave: PulseResponses) -> dict[str, float]:
    """Return the mean of each statement that everybody answered who answered at all.

    Beside a mean over one person fewer, the others would say what that person answered.
    """
    scores = table(wave)
    means = np.clip(scores.mean(axis=0), LOWEST_TOLD, HIGHEST_TOLD)
    items = {}
    for place, (key, _) in enumerate(wave.items):
        if not np.isnan(scores[:, place]).any():
            items[key] = float(means[place])
    return items


def _variance(wave: PulseResponses, whole: PulseResponses) -> float:
    """Return the variance of a round's mean, narrowed for the part of the team that answered.

    What people differ by is that of the round itself, or of one told in full, if its mean alone is.
    """
    if wave.how == WHOLE:
        return mean_variance(table(wave), wave.invited)
    of_people = mean_variance(table(whole), whole.invited) * len(whole.sheets) / answers(wave)
    return of_people + (wave.spread or 0.0) ** 2


def _evidence(wave: PulseResponses) -> Evidence:
    rows = []
    for place, (key, mean) in enumerate(items(wave).items(), start=1):
        rows.append({"id": place, "statement": WORDING.get(key, key), "mean": mean})
    return Evidence.of("Mean of each statement, turned so that 7 is best.", rows, model="item")


def _too_few(wave: PulseResponses) -> str:
    return (
        f"Shown once {LEAST} people and {LEAST_SHARE:.0%} of the team have answered, so that "
        f"nobody can be told apart. The last round closed on {on_day(wave.day)}."
    ).replace("60%", "60 %")


def _alike(wave: PulseResponses) -> str:
    return (
        f"Of the round closed on {on_day(wave.day)} and rounds shown before, nearly the same "
        "people answered, and the exact means compared would say what one or two of them said."
    )


def _not_comparable(wave: PulseResponses) -> str:
    return (
        f"The round closed on {on_day(wave.day)} isn't shown: nothing tells any more whether "
        "nearly the same people answered as in rounds shown before."
    )


def _action(rounds: list[PulseResponses], whole: PulseResponses) -> str:
    """Name the statement that fell most, if one surely did; else the lowest one."""
    last, now = rounds[-1], items(whole)
    if not now:
        return "Talk about it in the next retrospective."
    both = len(rounds) > 1 and {wave.how for wave in rounds[-2:]} == {WHOLE}
    falls = _falls(*rounds[-2:]) if both else {}
    if falls:
        key = min(falls, key=lambda one: falls[one].high)
        low, high = -falls[key].high, -falls[key].low
        return (
            f"“{WORDING.get(key, key)}” fell by {(low + high) / 2:.1f} ({between(low, high)}) "
            "since the round before. Use the next retrospective on one recent case of it."
        )
    lowest = min(now, key=lambda one: now[one])
    if last.how == WHOLE:
        when = ""
    else:
        when = f" in the round closed on {on_day(whole.day)}"
    return (
        f"Lowest{when}, at {now[lowest]:.1f} where 7 is best: “{WORDING.get(lowest, lowest)}” Use "
        "the next retrospective on one recent case of it."
    )


def _falls(before: PulseResponses, now: PulseResponses) -> dict[str, Interval]:
    """Return the interval of each statement's change, where all of it lies under nought."""
    both = set(items(before)) & set(items(now))
    falls = {}
    for place, (key, _) in enumerate(now.items):
        if key not in both:
            continue
        parts = [_known(wave, place) for wave in (now, before)]
        half = t_quantile(0.95, min(part.size for part in parts) - 1) * _apart(*parts)
        change = parts[0].mean() - parts[1].mean()
        if change + half < 0:
            falls[key] = Interval(float(change - half), float(change + half))
    return falls


def _known(wave: PulseResponses, place: int) -> np.ndarray:
    scores = table(wave)[:, place]
    known: np.ndarray = scores[~np.isnan(scores)]
    return known


SIGNAL = Signal(
    key="G1",
    name="Psychological safety and pulse",
    unit="points of 7",
    question="Is it safe to speak up and take a risk in this team?",
    definition=(
        "The mean of the respondents' means over the statements of the last closed round, turned "
        "so that 7 is best. Seven statements after Edmondson (1999) a quarter, three of them a "
        "sprint."
    ),
    window="the last closed round",
    sample=(
        f"at least {LEAST} answers and 60 % of the team; in full where, with all rounds of the "
        "year shown in full, nobody's answer could be worked out by more than half, else as a mean "
        "blurred by offsets that stay with each person (spread 1.5 points)"
    ),
    interval=(
        "90 %, Student's t; corrected for a finite team in what differs between people, not in "
        "what differs within their answers"
    ),
    range="none: a team is compared with its own rounds",
    gaming="Rounds open by the calendar; nobody can ask again. Skipped statements are missing.",
    limits=(
        "Perception, and nothing about a person: sheets are kept without order and names. Where "
        "answers are split no mean is shown. Means are shown from 1.5 to 6.5: at the ends they "
        "would say what each has answered."
    ),
    measure=measure,
    worse=-1,
    shape="three coarse parts of all answers, where these are split; finer could tell whose",
    about_people=False,
)
