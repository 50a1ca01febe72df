"""How much of one person's answer follows from sums over groups of people.

Auditing of statistical releases (Chin and Özsoyoglu 1982), held against the worst case: everybody
answers the same each time, and a teammate knows who answered when and what they said themselves.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from numerics.statistics.interval import Floats

Groups = NDArray[np.float64]  # (sums, people), 1 where the person is in the sum
MOST_EXPLAINED = 0.5  # of what anybody's answer differs by
EXACT = 1e-9
BLUR = 1.5  # points, the spread of the offset that stays with a person; see docs/health-power.md
DIGITS = 4  # kept of what is blurred, so that no machine's last digit changes a report


@dataclass(frozen=True, slots=True)
class Blurred:
    """A mean with the offsets of those in it, and their spread, both in points."""

    mean: float
    spread: float


def explained(groups: Groups) -> Floats:
    """Return which share of each person's answer the sums explain, 0 to 1, shape (people,).

    It is the leverage: of people who differ alike and by chance, one less it is the share of the
    variance that is left. In a sum over n people it is 1/n, in two that differ by k people 1/k for
    these.
    """
    return np.einsum("ij,ji->i", np.linalg.pinv(groups), groups)


def keeps_apart(groups: Groups) -> bool:
    """Whether the sums explain no more than half of anybody, also for who takes out their own."""
    if (explained(groups) > MOST_EXPLAINED - EXACT).any():
        return False
    people = groups.shape[1]
    return not any(
        (explained(np.delete(groups, own, axis=1)) > MOST_EXPLAINED + EXACT).any()
        for own in range(people)
    )


def unexplained(groups: Groups, numbers: Floats) -> Floats:
    """Return numbers of people (people,) without what sums over these groups would tell of them."""
    if not len(groups):
        return numbers
    return numbers - np.linalg.pinv(groups) @ (groups @ numbers)


def blurred(mean: float, earlier: Groups, group: Floats, offsets: Floats) -> Blurred:
    """Blur the mean of a group (people,) by each person's own offset, of spread 1.

    Offsets stay with people, so that rounds of the same people move as they did and that many
    rounds tell no more than one: all that can be learned of anybody is their answer and offset in
    one sum. What sums told exactly would tell of offsets is taken out first, which leaves those
    of the few who differ: with one of seven away the mean moves by a sixth of one offset.
    """
    weights = BLUR * unexplained(earlier, group) / group.sum()
    moved = float(mean + weights @ offsets)
    return Blurred(round(moved, DIGITS), round(sqrt(float(weights @ weights)), DIGITS))
