from typing import Any

import numpy as np
from numpy.random import Generator

from health.history.arrays import WINDOW, WORK_DAYS
from health.history.history import History
from health.signals.coordination import Coordination, Link
from health.signals.measurement import (
    MOST_ROWS,
    Evidence,
    Measurement,
    Point,
    Range,
    judged,
    too_little,
)
from health.signals.pooled_share import Pooled
from health.signals.signal import Signal
from health.signals.words import count, percent, percents
from numerics.statistics.calendar import DAY
from numerics.statistics.interval import Floats, Interval
from numerics.statistics.limits import MOST, natural_limits
from numerics.statistics.proportions import effective_size, wilson
from numerics.statistics.resampling import jackknife
from numerics.statistics.trends import JUDGED, RECENT, share_change

LEAST_PAIRS, LEAST_SIDE, LEAST_THEMES = 12, 3, 4
LEAST_NAMED = 3  # people that links without contact are of; one pair alone could be told
SHOWN = 13  # points of the series
CLOSED = ("done", "dropped")


def measure(history: History, rng: Generator) -> Measurement:
    windows = _windows(history)
    now = windows[-1]
    if not _speaks(now):
        return too_little(_pairs(now), _why(history, now))
    found = _estimated(history, now)
    limits = _limits(windows[:-WINDOW])
    well = found.chance_above(limits.low) if limits else None
    links, silent = now.links()
    is_named = now.apart >= LEAST_NAMED
    return Measurement(
        state=judged(0, 0) if well is None else judged(well, 1 - well),
        n=_pairs(now),
        value=found.value,
        interval=found.interval,
        range=Range(max(0.0, limits.low), 1.0, "the team's own lower limit (XmR)")
        if limits
        else None,
        chance_healthy=well,
        chance_attention=None if well is None else 1 - well,
        says=f"Of {_pairs(now)} pairs of science and engineering whose stories are linked, "
        f"{percent(found.value)} were in contact "
        f"({percents(found.interval.low, found.interval.high)}).",
        action=_action(len(silent), is_named),
        notes=_notes(found, limits, is_named or not silent),
        figures={"links": float(links), "links_without_contact": float(len(silent))},
        evidence=(_evidence(history, now, silent),) if is_named else (),
        series=_points(history, windows),
        changes=_changes(history),
    )


def _windows(history: History) -> list[Coordination]:
    """Return the windows of six sprints that end with each sprint, the last one being now's.

    At most as many as natural limits are taken of, and none that begins before the team's work
    did or is known.
    """
    edges, last = history.rounds, history.closed_rounds
    known = history.as_of - WORK_DAYS * DAY
    begun = history.work.start.min(initial=np.inf)
    ends = []
    for end in range(max(WINDOW, last - MOST), last):
        if edges[end - WINDOW] >= known and edges[end - WINDOW + 1] > begun:
            ends.append(end)
    return [_window(history, end, WINDOW) for end in (*ends, last)]


def _window(history: History, last: int, sprints: int) -> Coordination:
    edges = history.rounds
    return Coordination.within(history, edges[max(0, last - sprints)], edges[last])


def _without_each(history: History, themes: list[int]) -> Floats:
    """Return the share of the newest window with each theme left out, where one is left."""
    edges = history.rounds
    span = edges[max(0, history.closed_rounds - WINDOW)], edges[history.closed_rounds]
    parts = []
    for theme in themes:
        parts.append(Coordination.within(history, *span, without=theme))
    return np.array([_share(part) for part in parts if part.required.any()])


def _pairs(one: Coordination) -> int:
    return int(one.required.sum())


def _speaks(one: Coordination) -> bool:
    """Whether there are so many pairs that none of them can be told from the share."""
    return _pairs(one) >= LEAST_PAIRS and min(one.sides) >= LEAST_SIDE


def _share(one: Coordination) -> float:
    return float(one.covered.sum() / one.required.sum())


def _estimated(history: History, one: Coordination) -> Pooled:
    """Pool the pairs, as many independent ones as tell as much of another choice of themes.

    Pairs of one theme resemble each other, and one pair may meet in several: the variance is that
    of leaving out each theme with all that happened on its stories, contacts included.
    """
    hits, n = float(one.covered.sum()), float(one.required.sum())
    share, themes = hits / n, [theme for theme in one.by_theme if theme]
    if len(themes) < LEAST_THEMES:
        method = f"Wilson, approximate: under {LEAST_THEMES} themes"
        return Pooled(share, wilson(hits, n), method, hits, n)
    variance = jackknife(_without_each(history, themes))
    size = effective_size(share, n, variance, one.required_by_theme)
    method = f"Wilson, on what {len(themes)} themes tell"
    return Pooled(share, wilson(share * size, size), method, share * size, size)


def _limits(earlier: list[Coordination]) -> Interval | None:
    """Return the team's own limits, from windows that share no sprint with this one."""
    return natural_limits(np.array([_share(one) for one in earlier if _speaks(one)]), WINDOW)


def _points(history: History, windows: list[Coordination]) -> tuple[Point, ...]:
    labels = history.round_labels()[-len(windows) :]
    points = []
    for label, one in list(zip(labels, windows, strict=True))[-SHOWN:]:
        points.append(
            Point(label, _share(one), _pairs(one)) if _speaks(one) else Point(label, None, 0)
        )
    return tuple(points)


def _changes(history: History) -> tuple[Any, ...]:
    """Compare single sprints, as windows that overlap would tell each change six times."""
    last = history.closed_rounds
    sprints = range(max(1, last - JUDGED), last + 1)
    alone = [_window(history, end, 1) for end in sprints]
    seen = np.array([min(one.sides) >= LEAST_SIDE for one in alone], float)
    hits = seen * [one.covered.sum() for one in alone]
    sizes = seen * [one.required.sum() for one in alone]
    ends = (hits, sizes), (hits[:-1], sizes[:-1])
    changes = []
    for x, n in ends:
        changes.append(share_change(x, n) if n[-RECENT:].sum() >= LEAST_PAIRS else None)
    return tuple(changes)


def _why(history: History, now: Coordination) -> str:
    if history.work.story.size and set(history.work.discipline.tolist()) == {"unknown"}:
        return (
            "Nobody's discipline is known. Say in the team's settings who is science and who is "
            "engineering."
        )
    science, engineering = now.sides
    return (
        f"It needs {LEAST_SIDE} people of science and {LEAST_SIDE} of engineering with linked "
        f"stories, and {LEAST_PAIRS} pairs of them; there are {science} and {engineering} with "
        f"{count(_pairs(now), 'pair')}. A common theme or a dependency links stories."
    )


def _action(silent: int, is_named: bool) -> str:
    if not silent:
        return "Every link had contact. Keep planning linked stories together at kickoff."
    if is_named:
        advice = "Pick one and co-plan it at kickoff."
    else:
        advice = "Co-plan linked stories."
    return (
        f"{count(silent, 'link')} between science and engineering work had no contact in six "
        f"sprints. {advice}"
    )


def _notes(found: Pooled, limits: Interval | None, is_named: bool) -> tuple[str, ...]:
    notes = [
        f"Interval: {found.method}.",
        "Each point stands for the six sprints up to it; the trend compares single sprints.",
    ]
    if not limits:
        notes.append("No range yet: the team's own limits need ten sprints before these six.")
    if not is_named:
        notes.append(f"The links aren't listed: they are of fewer than {LEAST_NAMED} people.")
    return tuple(notes)


def _evidence(history: History, now: Coordination, silent: list[Link]) -> Evidence:
    """Name the links without contact: dependencies first, then what is open, then the newest."""
    is_open = set(history.stories.id[~np.isin(history.stories.category, CLOSED)].tolist())
    named = []
    for link in silent:
        named.append((now.stories[link.story], now.stories[link.other], link.waits))
    ids = [(int(one), int(other), waits) for one, other, waits in named]
    ids.sort(key=lambda row: (not row[2], -len({*row[:2]} & is_open), -max(row[:2]), -min(row[:2])))
    rows = []
    for one, other, waits in ids[:MOST_ROWS]:
        for first, second in [history.rows([one, other])]:
            rows.append(
                {**first, "other": second["id"], "other_key": second["key"], "waits": waits}
            )
    return Evidence(
        "story", "Links between the disciplines' stories without contact.", tuple(rows), len(ids)
    )


SIGNAL = Signal(
    key="A1",
    name="Cross-discipline congruence",
    unit="share",
    question="Do science and engineering talk where their work is linked?",
    definition=(
        "Of the pairs of one of science and one of engineering who worked on stories that are "
        "linked, by a common theme or by a dependency, the share that was in contact: both worked "
        "an hour or more on one story, or one gave the verdict of a review on the other's story, "
        "or commented on it on two different days."
    ),
    window="the last six sprints that are closed",
    sample=(
        f"at least {LEAST_PAIRS} pairs with {LEAST_SIDE} people of each discipline; a point of the "
        "trend under that isn't shown"
    ),
    interval=(
        "90 %, Wilson on as many independent pairs as the themes are worth (Korn and Graubard "
        f"1998, by leaving each theme out); on all, which is approximate, under {LEAST_THEMES}"
    ),
    range=(
        "not below the team's own lower limit, of the ten sprints or more before these six; no "
        "threshold is published"
    ),
    gaming=(
        "Drive-by comments: a contact needs an hour of work, a verdict, or comments on two days."
    ),
    limits=(
        "It counts pairs and names links, never who. Contact off the board isn't seen. Congruent "
        "work was resolved 32 % faster (Cataldo 2008), in one company."
    ),
    measure=measure,
    worse=-1,
    shape="none: what is counted are pairs of people, and no figure is about one of them",
)
