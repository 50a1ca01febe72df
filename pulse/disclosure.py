"""What may be told of a round of the pulse, so that nobody in it can be told apart.

Who sees two rounds whose respondents differ by one or two people could take one mean from the
other. A round is told in full if no answer could be worked out by more than half, from it and all
rounds of the year told in full, by a teammate who knows who answered and if all answered the same
each time, and if nobody who takes their own answers off knows those of the others, because nearly
all said the same end of the scale. Else its mean alone is told, blurred by offsets that stay with
people.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np

from numerics.statistics.reidentification import blurred, keeps_apart

if TYPE_CHECKING:
    from teams.models.team import Team

LEAST, LEAST_SHARE = 5, 0.6  # answers, and of the team, from which a round is told
LOWEST_TOLD, HIGHEST_TOLD = 1.5, 6.5  # a mean of 7 would say that each of them answered 7
LOWEST, HIGHEST = 1, 7  # of the scale
ROOM = 2  # points by which nobody's answer may be known more closely
YEAR = timedelta(days=366)  # within which rounds are compared
WHOLE, BLURRED, UNTOLD = "whole", "blurred", "untold"

Sheet = tuple[int | None, ...]  # an answer to each statement, None where it was skipped


class Statement(Protocol):
    """What is asked, as far as its scale goes."""

    @property
    def reversed(self) -> bool: ...


class Round(Protocol):
    """A wave, as far as this needs to know it: the model imports this module."""

    told: Any  # JSON: what was decided when it was laid open, or None
    sheets: Any  # JSON: lists of scores, sealed while it is open
    invited: int
    opened_at: datetime

    @property
    def items(self) -> Sequence[Statement]: ...
    @property
    def answered(self) -> int: ...
    @property
    def opened_sheets(self) -> list[Sheet]: ...
    def offset_of(self, user_id: int, /) -> float: ...
    def answered_by(self, users: list[int]) -> set[int]: ...


R = TypeVar("R", bound=Round)


@dataclass(frozen=True)
class Telling:
    """How much of a round is told: in full with its sheets, a blurred mean, or nothing."""

    how: str
    sheets: tuple[Sheet, ...]
    mean: float | None = None
    spread: float | None = None  # of what blurs the mean

    @property
    def as_json(self) -> dict[str, Any]:
        return {"how": self.how, "mean": self.mean, "spread": self.spread}

    def seal(self, salt: str) -> str:
        """What stands for it in a digest; without the round's salt it says nothing."""
        told = [list(sheet) for sheet in self.sheets]
        return hashlib.sha256(f"{salt} {self.as_json} {told}".encode()).hexdigest()


def tellings(team: Team, waves: Iterable[R]) -> Iterator[tuple[R, Telling]]:
    """Yield each closed round, oldest first, with what may be told of it.

    What was decided when it was laid open stays, and can't be decided again a year later, when
    nothing tells any more who answered.
    """
    people: list[int] | None = None
    whole: list[R] = []
    for wave in waves:
        if wave.told is None:
            people = people or sorted(set(team.memberships.values_list("user_id", flat=True)))
            year = []
            for one in whole:
                if one.opened_at >= wave.opened_at - YEAR:
                    year.append(one)
            telling = _weighed(wave, year, people)
        else:
            telling = Telling(sheets=tuple(map(tuple, wave.sheets)), **wave.told)
        if telling.how == WHOLE:
            whole.append(wave)
        yield wave, telling


def _weighed(wave: Round, whole: Sequence[Round], people: list[int]) -> Telling:
    sheets = wave.opened_sheets
    blank: tuple[Sheet, ...] = ((None,) * len(wave.items),) * len(wave.sheets)
    if len(sheets) < max(LEAST, LEAST_SHARE * wave.invited):
        return Telling(UNTOLD, blank)
    groups = np.array([_group(one, people) for one in (*whole, wave)])
    if groups[-1].sum() != len(sheets):  # the secret changed while it was open
        return Telling(UNTOLD, blank)
    known = groups[:-1].sum(axis=1) == [one.answered for one in whole]
    if known.all() and keeps_apart(groups) and leaves_room(sheets):
        return Telling(WHOLE, tuple(sheets))
    offsets = np.array([wave.offset_of(user) for user in people])
    told = blurred(mean_of(sheets, wave.items), groups[:-1][known], groups[-1], offsets)
    mean = min(max(told.mean, LOWEST_TOLD), HIGHEST_TOLD)
    return Telling(BLURRED, blank, mean, told.spread)


def leaves_room(sheets: Iterable[Sheet]) -> bool:
    """Say whether each answer could be another by two points, whoever takes their own off.

    From a mean everybody knows the sum of the others; where nearly all of these said the same end
    of the scale, it says what each of them answered. It holds for each statement told of, and for
    who answered and for who didn't.
    """
    for scores in zip(*sheets, strict=True):
        for others in _without_one([score for score in scores if score is not None]):
            if not (_is_open(others)):
                return False
    return True


def _is_open(others: list[int]) -> bool:
    if len(others) < 2:
        return not others
    total = sum(others)
    return total - LOWEST * len(others) >= ROOM and HIGHEST * len(others) - total >= ROOM


def _without_one(scores: list[int]) -> Iterator[list[int]]:
    yield scores
    for place in range(len(scores)):
        yield scores[:place] + scores[place + 1 :]


def _group(wave: Round, people: list[int]) -> list[float]:
    answered = wave.answered_by(people)
    return [float(user in answered) for user in people]


def mean_of(sheets: list[Sheet], items: Sequence[Statement]) -> float:
    """Return the mean of the respondents' means, turned so that 7 is best."""
    means = []
    for sheet in sheets:
        scores = []
        for score, item in zip(sheet, items, strict=True):
            if score is not None:
                scores.append(8 - score if item.reversed else score)
        means.append(fmean(scores))
    return fmean(means)
