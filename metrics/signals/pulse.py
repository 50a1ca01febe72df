from math import sqrt

import numpy as np

from metrics.reports.history import History
from metrics.reports.rhythm import Sheets
from metrics.signals.measurement import Evidence, Measurement, Point, State, too_little
from metrics.signals.signal import Signal
from metrics.statistics.interval import Interval
from metrics.statistics.student import t_quantile

LEAST, LEAST_SHARE = 5, 0.6
AGREED = 0.7
UNIFORM_VARIANCE = (7**2 - 1) / 12  # of answers given at random on seven points


def measure(history: History, rng: np.random.Generator) -> Measurement:
    waves = [wave for wave in history.rhythm.waves if is_open_to_the_team(wave)]
    asked = history.rhythm.waves
    if not asked:
        return too_little(0, "It needs a closed round of the pulse; rounds open by themselves.")
    last = asked[-1]
    if not waves or waves[-1] is not last:
        return Measurement(State.SUPPRESSED, len(last.sheets), why_not=_too_few(last))
    means, scores = respondents(last), table(last)
    agreement = r_wg(scores)
    says = (
        f"{len(last.sheets)} of {last.invited} answered. They "
        f"{'agree' if agreement >= AGREED else 'are split'}."
    )
    if agreement < AGREED:
        return Measurement(
            State.UNCLEAR, len(last.sheets), says=says, figures={"agreement": agreement},
            action="Views differ, so no mean is shown. Talk about what each half sees.",
        )  # fmt: skip
    value, interval = float(means.mean()), mean_interval(means, last.invited)
    return Measurement(
        state=State.UNCLEAR,
        n=len(last.sheets),
        value=value,
        interval=interval,
        says=f"{says} Their mean is {value:.1f} of 7 ({interval.low:.1f}–{interval.high:.1f}).",
        action=_action(last, scores),
        notes=("No range is published for it: a team is compared with itself alone.",),
        figures={"agreement": agreement, **_items(last, scores)},
        evidence=(Evidence.of("Mean of each statement, 7 is best.", [], model="item"),),
        series=tuple(
            Point(wave.day.isoformat(), float(respondents(wave).mean()), len(wave.sheets))
            for wave in waves
            if wave.kind == last.kind
        ),
    )


def is_open_to_the_team(wave: Sheets) -> bool:
    """Whether enough answered that no one can be told apart."""
    return len(wave.sheets) >= LEAST and len(wave.sheets) >= LEAST_SHARE * wave.invited


def table(wave: Sheets) -> np.ndarray:
    """Return the scores (respondents, items), turned so that 7 is best; NaN where skipped."""
    scores = np.array(wave.sheets, dtype=float)
    turned = np.array([is_reversed for _, is_reversed in wave.items])
    return np.where(turned, 8 - scores, scores)


def respondents(wave: Sheets) -> np.ndarray:
    """Return the mean of each sheet over what it answers."""
    return np.nanmean(table(wave), axis=1)


def r_wg(scores: np.ndarray) -> float:
    """Return the agreement within the group over J items, 0 to 1, against answers at random.

    James, Demaree and Wolf 1984: r_wg(j) with the uniform null of seven points.
    """
    variances = np.nanvar(scores, axis=0, ddof=1)
    share = min(1.0, float(np.nanmean(variances)) / UNIFORM_VARIANCE)
    items = scores.shape[1]
    return items * (1 - share) / (items * (1 - share) + share)


def mean_interval(means: np.ndarray, invited: int, level: float = 0.90) -> Interval:
    """Return Student's interval of the mean, narrowed for the part of the team that answered."""
    n = means.size
    left = sqrt(max(0.0, (invited - n) / (invited - 1))) if invited > 1 else 0.0
    half = t_quantile((1 + level) / 2, n - 1) * float(means.std(ddof=1)) / sqrt(n) * left
    middle = float(means.mean())
    return Interval(max(1.0, middle - half), min(7.0, middle + half), level)


def _items(wave: Sheets, scores: np.ndarray) -> dict:
    """Means of items that at least five answered."""
    enough = np.sum(~np.isnan(scores), axis=0) >= LEAST
    means = np.nanmean(np.where(enough, scores, np.nan), axis=0) if enough.any() else []
    return {
        f"item_{key}": float(mean)
        for (key, _), mean, is_enough in zip(wave.items, means, enough, strict=False)
        if is_enough
    }


def _too_few(wave: Sheets) -> str:
    return (
        f"Shown once {LEAST} people and {LEAST_SHARE:.0%} of the team have answered, so that "
        f"nobody can be told apart. The last round closed on {wave.day.isoformat()}."
    ).replace("60%", "60 %")


def _action(wave: Sheets, scores: np.ndarray) -> str:
    items = _items(wave, scores)
    if not items:
        return "Talk about it in the next retrospective."
    lowest = min(items, key=items.get).removeprefix("item_")
    return f"Lowest: “{lowest}”. Use the next retrospective on one recent case of it."


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
    sample=f"at least {LEAST} answers and 60 % of the team",
    interval="90 %, Student's t with the correction for a finite team",
    range="none: a team is compared with its own rounds",
    gaming="Rounds open by the calendar; nobody can ask again. Skipped statements are missing.",
    limits=(
        "Perception, and nothing about a person: sheets are kept without order and names. Where "
        "answers are split no mean is shown."
    ),
    measure=measure,
    about_people=False,
)
