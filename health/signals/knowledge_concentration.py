from dataclasses import dataclass, fields, replace
from functools import partial

import numpy as np

from health.history.arrays import WORK_DAYS, Work
from health.history.history import History
from health.signals import as_of_each_sprint as as_of_each_sprint
from health.signals.distribution import Distribution
from health.signals.measurement import Evidence, Measurement, Range, judged, too_little
from health.signals.signal import Signal
from health.signals.words import count, percent, percents
from numerics.statistics.interval import Floats, of_draws
from numerics.statistics.resampling import RESAMPLES, block_weights

HALF_LIFE = 90.0  # days
LEAST_CELLS, LEAST_STORIES = 4, 5
SMALLEST_DISCIPLINE = 2
LIMIT = 0.5
PART, PART_OF_TWO = 1 / 2, 2 / 3  # of the work, from which a cell rests on one person
REACH = (WORK_DAYS - 2 * HALF_LIFE) * 86_400  # back from now: two half-lives are known before it
DISCIPLINES = ("science", "engineering", "product", "customer")


@dataclass(frozen=True)
class Cell:
    """A theme and a discipline, with the decayed working days of each person on each story."""

    theme: int
    discipline: str
    effort: Floats  # (stories, people)
    members: int  # of the discipline, in the team

    @property
    def part(self) -> float:
        """From which part on of the work the cell rests on who did it.

        Of two people one always did half; such a cell could never be well.
        """
        if self.members == SMALLEST_DISCIPLINE:
            return PART_OF_TWO
        return PART

    @property
    def rests_on_one(self) -> bool:
        return bool(_rests_on_one(self.effort.sum(axis=0)[None, :], self.part)[0])

    @property
    def carriers(self) -> int:
        """The fewest people who together did half of it."""
        shares = np.sort(self.effort.sum(axis=0))[::-1].cumsum()
        return int(np.argmax(shares >= 0.5 * shares[-1] - 1e-12)) + 1

    def draws(self, rng: np.random.Generator) -> np.ndarray:
        """Return whether it rests on one person in each resample of its stories."""
        weights = block_weights(len(self.effort), rng, RESAMPLES)
        return _rests_on_one(weights @ self.effort, self.part)


def measure(history: History, rng: np.random.Generator) -> Measurement:
    cells, small, thin = _cells(history)
    if len(cells) < LEAST_CELLS:
        return too_little(len(cells), _why(history, len(cells), small, thin))
    alone = []
    for cell in cells:
        if cell.rests_on_one:
            alone.append(cell)
    value = len(alone) / len(cells)
    draws = centred(np.mean([cell.draws(rng) for cell in cells], axis=0), value)
    interval, well = of_draws(draws), float(np.mean(draws < LIMIT))
    return Measurement(
        state=judged(well, 1 - well),
        n=len(cells),
        value=value,
        interval=interval,
        range=Range(
            0.0, LIMIT, "65 % of 133 open-source systems rest on one or two (Avelino 2016)"
        ),
        chance_healthy=well,
        chance_attention=1 - well,
        says=f"In {len(alone)} of {len(cells)} pairs of theme and discipline the work rests "
        f"on one person: {percent(value)} ({percents(interval.low, interval.high)}).",
        action=_action(alone),
        notes=_notes(small, thin),
        figures={"cells": float(len(cells)), "rest_on_one": float(len(alone))},
        evidence=(
            Evidence.of(
                "Rests on one person in this discipline.",
                [{"id": cell.theme, "discipline": cell.discipline} for cell in alone],
                model="theme",
            ),
        ),
        distribution=_distribution(cells),
        series=as_of_each_sprint.points(history, partial(_seen_at, history), history.as_of - REACH),
    )


def _seen_at(history: History, end: float) -> tuple[float | None, int]:
    """Return the share when a sprint ended, by the work until then and today's disciplines."""
    work, stories = history.work, history.stories
    begun = work.start < end
    then = replace(
        history,
        as_of=end,
        sprints=tuple(one for one in history.closed if one.ended <= end),
        stories=stories.where(stories.done <= end),
        work=Work(*(getattr(work, field.name)[begun] for field in fields(work))),
    )
    cells, _, _ = _cells(replace(then, work=replace(then.work, end=np.fmin(then.work.end, end))))
    if len(cells) < LEAST_CELLS:
        return None, len(cells)
    return sum(cell.rests_on_one for cell in cells) / len(cells), len(cells)


def centred(draws: Floats, value: float) -> Floats:
    """Shift draws back to the value seen: drawing stories twice makes work look concentrated."""
    shifted: Floats = np.clip(draws - draws.mean() + value, 0, 1)
    return shifted


def _cells(history: History) -> tuple[list[Cell], int, int]:
    """Return the cells with enough stories, and how many were too small in people or stories."""
    work, done = history.work, history.done
    recent = set(history.recent(done).id.tolist())
    active = set()
    for pk, theme in zip(done.id, done.theme, strict=True):
        if pk in recent and theme:
            active.add(theme)
    effort = history.working_days(work.start, work.end)
    effort *= 0.5 ** ((history.as_of - work.end) / 86_400 / HALF_LIFE)
    finished = np.isin(work.story, done.id)
    done_by = {}
    for one in DISCIPLINES:
        done_by[one] = finished & (work.discipline == one)
    cells, small, thin = [], 0, 0
    for theme in sorted(active):
        for discipline in DISCIPLINES:
            chosen = (work.theme == theme) & done_by[discipline]
            if not chosen.any():
                continue
            if history.sizes.get(discipline, 0) < SMALLEST_DISCIPLINE:
                small += 1
                continue
            table = _table(work.story[chosen], work.person[chosen], effort[chosen])
            if len(table) < LEAST_STORIES or table.sum() <= 0:
                thin += 1
                continue
            cells.append(Cell(int(theme), discipline, table, history.sizes[discipline]))
    return cells, small, thin


def _distribution(cells: list[Cell]) -> Distribution:
    """By how many people it takes to have done half of the work, the busiest first."""
    carriers = [cell.carriers for cell in cells]
    kinds = {"1 person": carriers.count(1), "2 people": carriers.count(2)}
    return Distribution.of_kinds(
        "pairs of theme and discipline",
        "how many people did half of the work",
        kinds | {"3 or more": len(cells) - sum(kinds.values())},
    )


def _table(stories: np.ndarray, people: np.ndarray, effort: Floats) -> Floats:
    rows, row = np.unique(stories, return_inverse=True)
    columns, place = np.unique(people, return_inverse=True)
    table = np.zeros((rows.size, columns.size))
    np.add.at(table, (row, place), effort)
    return table


def _rests_on_one(effort: Floats, part: float) -> np.ndarray:
    """Say for each row (people,) whether the largest share is that part or more."""
    rests: np.ndarray = effort.max(axis=1) >= part * effort.sum(axis=1) - 1e-12
    return rests


def _why(history: History, cells: int, small: int, thin: int) -> str:
    if history.work.story.size and set(history.work.discipline.tolist()) == {"unknown"}:
        return (
            "Nobody's discipline is known. Say in the team's settings who is science and who is "
            "engineering."
        )
    if small:
        more = f" {count(small, 'pair')} had fewer than two people of the discipline."
    else:
        more = ""
    if thin:
        few = f" {count(thin, 'pair')} had fewer than {LEAST_STORIES} finished stories."
    else:
        few = ""
    return (
        f"It needs {LEAST_CELLS} pairs of a theme and a discipline with {LEAST_STORIES} finished "
        f"stories each; there {'is' if cells == 1 else 'are'} {cells}.{few}{more}"
    )


def _action(alone: list[Cell]) -> str:
    if not alone:
        return "No theme rests on one person. Keep pairing across it."
    first = max(
        sorted({cell.discipline for cell in alone}),
        key=lambda one: sum(cell.discipline == one for cell in alone),
    )
    themes = sum(cell.discipline == first for cell in alone)
    return (
        f"{count(themes, 'theme')} {'rests' if themes == 1 else 'rest'} on one person in {first}. "
        "Pair on the next story of the first theme below."
    )


def _notes(small: int, thin: int) -> tuple[str, ...]:
    notes = []
    if small:
        notes.append(f"{count(small, 'pair')} not shown: fewer than two people in the discipline.")
    if thin:
        notes.append(f"{count(thin, 'pair')} left out: under {LEAST_STORIES} finished stories.")
    return tuple(notes)


SIGNAL = Signal(
    key="A4",
    name="Knowledge concentration",
    unit="share",
    question="How much of the knowledge rests on one person?",
    definition=(
        "The share of pairs of an active theme and a discipline in which one person did at least "
        "half of the work (the contributor absence factor is one); two thirds in a "
        "discipline of two, where one always did half. Work is the time a story was in "
        "doing or review with its owner and coworkers; it counts half after 90 days. The line "
        "tells the share as it was when each sprint of the last half year ended, with the "
        "disciplines of today's team."
    ),
    window="themes with a story finished in the last six sprints; work of the last year",
    sample=f"at least {LEAST_CELLS} pairs with {LEAST_STORIES} finished stories each",
    interval="90 %, bootstrap of the stories in each pair",
    range="under half of the pairs",
    gaming="Token pairing: the time counts, not how many took part.",
    limits=(
        "Disciplines with fewer than two people in the team are left out, and nobody is named."
    ),
    measure=measure,
)
