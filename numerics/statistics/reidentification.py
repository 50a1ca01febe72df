"""How much of one person's answer follows from sums over groups of people.

Auditing of statistical releases (Chin and Özsoyoglu 1982), held against the worst case: everybody
answers the same each time, and a teammate knows who answered when and what they said themselves.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from numerics.contracts import Array, Number, takes, unchecked
from numerics.statistics.interval import Floats

__all__ = ["BLUR", "Blurred", "blurred", "explained", "keeps_apart", "unexplained"]

Groups = NDArray[np.float64]  # (sums, people), 1 where the person is in the sum
GROUPS, PEOPLE = Array("sums people", Number(low=0, high=1)), Array("people")
MOST_EXPLAINED = 0.5  # of what anybody's answer differs by
EXACT = 1e-9
BLUR = 1.5  # points, the spread of the offset that stays with a person; see docs/health-power.md
DIGITS = 4  # kept of what is blurred, so that no machine's last digit changes a report


@dataclass(frozen=True, slots=True)
class Blurred:
    """A mean with the offsets of those in it, and their spread, both in points."""

    mean: float
    spread: float


@takes(groups=GROUPS)
def explained(groups: Groups) -> Floats:
    """Return which share of each person's answer the sums explain.

    Parameters
    ----------
    groups : ndarray
        1 where the person is in the sum and 0 elsewhere, shape (sums, people).

    Returns
    -------
    ndarray
        A share for each person, from 0 to 1, shape (people,).

    Notes
    -----
    The auditing of sums [1]_ in its statistical form, the leverage [2]_: of people who differ alike
    and by chance, one less it is the share of the variance that is left. In a sum over n people it
    is 1/n, in two that differ by k people 1/k for these.

    References
    ----------
    .. [1] Chin, F. Y. and Özsoyoglu, G. (1982). Auditing and inference control in statistical
       databases. IEEE Transactions on Software Engineering SE-8(6), 574-582.
    .. [2] Hoaglin, D. C. and Welsch, R. E. (1978). The hat matrix in regression and ANOVA. The
       American Statistician 32(1), 17-22.

    Examples
    --------
    Of a sum over four, a quarter of each; of one over three more, all of who is missing there:

    >>> explained(np.array([[1.0, 1, 1, 1]])).round(2).tolist()
    [0.25, 0.25, 0.25, 0.25]
    >>> explained(np.array([[1.0, 1, 1, 1], [1, 1, 1, 0]])).round(2).tolist()
    [0.33, 0.33, 0.33, 1.0]
    """
    # The diagonal of pinv(G) @ G, the projection on what the sums span; the rest isn't needed.
    shares: Floats = np.einsum("ij,ji->i", np.linalg.pinv(groups), groups)
    return shares


@takes(groups=GROUPS)
def keeps_apart(groups: Groups) -> bool:
    """Return whether the sums explain no more than half of anybody, also to who is in them.

    Parameters
    ----------
    groups : ndarray
        1 where the person is in the sum and 0 elsewhere, shape (sums, people).

    Returns
    -------
    bool
        Whether they do so for everybody, also after anybody has taken out their own answer.

    Examples
    --------
    Whoever takes their own out of a sum over three is left with two others, and of one over two,
    with the other:

    >>> keeps_apart(np.ones((1, 3))), keeps_apart(np.ones((1, 2)))
    (True, False)
    """
    of_each = unchecked(explained)
    if (of_each(groups) > MOST_EXPLAINED - EXACT).any():
        return False
    people = groups.shape[1]
    return not any(
        (of_each(np.delete(groups, own, axis=1)) > MOST_EXPLAINED + EXACT).any()
        for own in range(people)
    )


@takes(groups=GROUPS, numbers=PEOPLE)
def unexplained(groups: Groups, numbers: Floats) -> Floats:
    """Return numbers of people without what sums over groups would tell of them.

    Parameters
    ----------
    groups : ndarray
        1 where the person is in the sum and 0 elsewhere, shape (sums, people).
    numbers : ndarray
        A number of each person, shape (people,).

    Returns
    -------
    ndarray
        What is left of each, shape (people,): sums of it over the groups are nought.

    Examples
    --------
    >>> unexplained(np.ones((1, 3)), np.array([1.0, 2, 6])).round(6).tolist()
    [-2.0, -1.0, 3.0]
    """
    if not len(groups):
        return numbers
    return numbers - np.linalg.pinv(groups) @ (groups @ numbers)


@takes(
    mean=Number(),
    earlier=GROUPS,
    group=Array("people", Number(low=0, high=1), positive=True),
    offsets=PEOPLE,
)
def blurred(mean: float, earlier: Groups, group: Floats, offsets: Floats) -> Blurred:
    """Blur the mean of a group by each person's own offset.

    Parameters
    ----------
    mean : float
        The mean of the group's answers, in points.
    earlier : ndarray
        The groups of which sums were told exactly, 1 where the person is in it and 0 elsewhere,
        shape (sums, people).
    group : ndarray
        The same of this group, not empty, shape (people,).
    offsets : ndarray
        The offset of each person, drawn once with a spread of 1, shape (people,).

    Returns
    -------
    Blurred
        The blurred mean and its spread, to four digits.

    Notes
    -----
    Offsets stay with people, so that rounds of the same people move as they did and that many
    rounds tell no more than one: all that can be learned of anybody is their answer and offset in
    one sum. What sums told exactly would tell of offsets is taken out first, which leaves those
    of the few who differ: with one of seven away the mean moves by a sixth of one offset.

    Examples
    --------
    >>> offsets = np.array([1.0, -1.0, 0.0, 2.0])
    >>> blurred(4.0, np.empty((0, 4)), np.ones(4), offsets)
    Blurred(mean=4.75, spread=0.75)
    """
    weights = BLUR * unchecked(unexplained)(earlier, group) / group.sum()
    moved = float(mean + weights @ offsets)
    return Blurred(round(moved, DIGITS), round(sqrt(float(weights @ weights)), DIGITS))
