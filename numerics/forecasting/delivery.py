"""What a running sprint will deliver, from how it stands and how the team's earlier ones went.

Two plain predictors, averaged. A linear one fitted by least absolute deviations (the median is
what minimises the absolute error, and sprints have wild outliers), pulled towards common sense:
what is done counts whole, what is in progress for 70 %, what is to do for 30 %. And the median of
the fifteen sprints that stood most alike. On the one project they were chosen on, boosted trees
did worse than either mix.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from numerics.contracts import Each, Instance, Number, Positions, takes, unchecked
from numerics.forecasting.refusal import NotEnoughHistory

__all__ = ["SprintRecord", "Standing", "predict_delivered", "predict_each"]

Table = npt.NDArray[np.float64]

LEAST_SPRINTS = 8
PERCENT = Number(low=0, high=100, whole=True)
MEMORY = 4.0
MEDIAN_OF = 8
PULL = 5.0
ROUNDS = 40
ALIKE = 15
LINEAR_SHARE = 2 / 3
MOST_KEPT = 2.0
LEAST_ERROR = 0.5


@dataclass(frozen=True)
class Standing:
    """Points of a sprint at one moment; ``scope`` is what is in it now, done or not."""

    done: float = 0.0
    in_progress: float = 0.0
    todo: float = 0.0
    added: float = 0.0
    removed: float = 0.0

    @property
    def scope(self) -> float:
        return self.done + self.in_progress + self.todo


@dataclass(frozen=True)
class SprintRecord:
    """A sprint of one board, in points; ``standings`` by the percent of it that is over."""

    board: str
    committed: float
    delivered: float
    standings: Mapping[int, Standing] = field(default_factory=dict)

    @takes(percent=PERCENT)
    def scope_at(self, percent: int) -> float:
        """Return the points in the sprint: committed at its start, standing in it later.

        Parameters
        ----------
        percent : int
            How much of the sprint is over: 0, or a key of ``standings``.

        Returns
        -------
        float
            Points.
        """
        return self.standings[percent].scope if percent else self.committed

    @takes(percent=PERCENT)
    def gap_at(self, percent: int) -> float:
        """Return how much was delivered beyond what was in the sprint at a moment.

        Parameters
        ----------
        percent : int
            How much of the sprint is over: 0, or a key of ``standings``.

        Returns
        -------
        float
            Points, negative where less was delivered.
        """
        return self.delivered - self.scope_at(percent)


SPRINTS = Each(Instance(SprintRecord))


@dataclass(frozen=True)
class Usual:
    """What a board usually delivers in a sprint, in points, and the share of its word it keeps."""

    delivered: float = 0.0
    median: float = 0.0
    kept: float = 1.0

    @classmethod
    def of(cls, past: Sequence[SprintRecord]) -> "Usual":
        weights = 2.0 ** (-np.arange(len(past))[::-1] / MEMORY)
        delivered = np.array([sprint.delivered for sprint in past])
        committed = np.array([sprint.committed for sprint in past])
        return cls(
            float(weights @ delivered / weights.sum()),
            float(np.median(delivered[-MEDIAN_OF:])),
            # Two points kept of two promised to begin with, so that one sprint isn't the truth.
            float((weights @ delivered + 2) / (weights @ committed + 2)),
        )

    @classmethod
    def mean(cls, others: Sequence["Usual"]) -> "Usual":
        """For a board without a past: what is usual on the project's other boards."""
        if not others:
            return cls()
        return cls(*np.mean([(u.delivered, u.median, u.kept) for u in others], axis=0))


@takes(past=SPRINTS, current=Instance(SprintRecord), percent=PERCENT)
def predict_delivered(past: Sequence[SprintRecord], current: SprintRecord, percent: int) -> float:
    """Predict the points that a running sprint will have delivered when it ends.

    Parameters
    ----------
    past : sequence of SprintRecord
        The project's finished sprints, oldest first.
    current : SprintRecord
        The running one. What it delivered is never looked at.
    percent : int
        How much of it is over: 0, or a key of the ``standings`` that all of them have.

    Returns
    -------
    float
        Points. Subtract ``current.scope_at(percent)`` for the gap.

    Raises
    ------
    NotEnoughHistory
        Under eight past sprints.

    Examples
    --------
    >>> past = [SprintRecord("A", committed=20.0, delivered=18.0)] * 10
    >>> round(predict_delivered(past, SprintRecord("A", 20.0, 0.0), 0), 1)
    17.9
    """
    return float(unchecked(predict_each)([*past, current], [len(past)], percent)[0])


@takes(sprints=SPRINTS, places=Positions("sprints"), percent=PERCENT)
def predict_each(
    sprints: Sequence[SprintRecord], places: Sequence[int], percent: int
) -> npt.NDArray[np.float64]:
    """Predict the points of several sprints, each knowing only the sprints before it.

    Parameters
    ----------
    sprints : sequence of SprintRecord
        The project's sprints, oldest first.
    places : sequence of int
        Which of them to predict.
    percent : int
        How much of each is over: 0, or a key of the ``standings`` that all of them have.

    Returns
    -------
    ndarray
        Points, shape (places,). The same as one `predict_delivered` after another, but what was
        known of each sprint is worked out once.

    Raises
    ------
    NotEnoughHistory
        Under eight sprints before one of the places.

    Examples
    --------
    >>> sprints = [SprintRecord("A", committed=20.0, delivered=18.0)] * 11
    >>> predict_each(sprints, [9, 10], 0).round(1).tolist()
    [17.9, 17.9]
    """
    if places and min(places) < LEAST_SPRINTS:
        raise NotEnoughHistory(
            f"Not enough data: {min(places)} finished sprints, {LEAST_SPRINTS} are needed."
        )
    table = situations(sprints, percent)
    outcomes = np.array([sprint.delivered for sprint in sprints], dtype=float)
    prior = common_sense(percent)
    return np.array([predict_row(table[:i], outcomes[:i], table[i], prior) for i in places])


def predict_row(
    known: Table,
    outcomes: npt.NDArray[np.float64],
    asked: npt.NDArray[np.float64],
    prior: npt.NDArray[np.float64],
) -> float:
    linear = max(float(asked @ fit_line(known, outcomes, prior)), 0.0)
    alike = median_of_alike(known, outcomes, asked)
    return LINEAR_SHARE * linear + (1 - LINEAR_SHARE) * alike


def situations(sprints: Sequence[SprintRecord], percent: int) -> Table:
    """What was known of each sprint then, shape (len(sprints), 6 at the start or 11 later).

    Columns: committed, usually delivered on its board, median delivered, committed times the kept
    share, the smaller of committed and usual, one; later also done, in progress, to do, added,
    removed. Each row sees only the sprints before it.
    """
    boards: dict[str, list[SprintRecord]] = defaultdict(list)
    usuals: list[Usual] = []
    rows = []
    for sprint in sprints:
        before = boards[sprint.board]
        usual = Usual.of(before) if before else Usual.mean(usuals)
        rows.append(situation(sprint, usual, percent))
        usuals.append(usual)
        before.append(sprint)
    return np.array(rows, dtype=float)


def situation(sprint: SprintRecord, usual: Usual, percent: int) -> list[float]:
    row = [
        sprint.committed,
        usual.delivered,
        usual.median,
        sprint.committed * min(usual.kept, MOST_KEPT),
        min(sprint.committed, usual.delivered),
        1.0,
    ]
    if percent:
        now = sprint.standings[percent]
        row += [now.done, now.in_progress, now.todo, now.added, now.removed]
    return row


def common_sense(percent: int) -> npt.NDArray[np.float64]:
    """The weights to start from: half the word and a third of the usual, or what stands there."""
    if not percent:
        return np.array([0, 0.3, 0, 0.5, 0, 0])
    return np.array([0, 0, 0, 0, 0, 0, 1, 0.7, 0.3, 0, 0])


def fit_line(
    table: Table, outcomes: npt.NDArray[np.float64], prior: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Least absolute deviations by reweighted least squares, with a ridge towards ``prior``."""
    scale = np.maximum(np.abs(table).mean(axis=0), 1e-6)
    scaled, pulled = table / scale, prior * scale
    line, ridge = pulled, PULL * np.eye(len(prior))
    for _ in range(ROUNDS):  # each weighs a sprint by one over how far the last line missed it
        weights = 1 / np.maximum(np.abs(outcomes - scaled @ line), LEAST_ERROR)
        weighted = scaled * weights[:, None]
        line = np.linalg.solve(weighted.T @ scaled + ridge, weighted.T @ outcomes + PULL * pulled)
    slopes: npt.NDArray[np.float64] = line / scale
    return slopes


def median_of_alike(
    table: Table, outcomes: npt.NDArray[np.float64], asked: npt.NDArray[np.float64]
) -> float:
    """The median outcome of the sprints nearest in what is committed, usual and standing."""
    columns = [0, 1, 6, 7, 8] if table.shape[1] > 6 else [0, 1, 2]
    known, here = in_logs(table[:, columns]), in_logs(asked[columns])
    distance = (np.abs(known - here) / (known.std(axis=0) + 1e-6)).sum(axis=1)
    return float(np.median(outcomes[np.argsort(distance, kind="stable")[:ALIKE]]))


def in_logs(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Logs that take nought, and the negative estimates some trackers hold."""
    return np.sign(points) * np.log1p(np.abs(points))
