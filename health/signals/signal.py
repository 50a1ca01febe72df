from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from health.history.history import History
from health.signals.measurement import Measurement

DIMENSIONS = {
    "A": "Blend",
    "B": "Flow",
    "C": "Predictability",
    "D": "Load",
    "E": "Learning",
    "F": "Cadence",
    "G": "Sentiment",
    "H": "Outcome",
    "I": "Production",
}


@dataclass(frozen=True, slots=True)
class Signal:
    """A question about a team, how it is answered, and how the answer may mislead."""

    key: str
    name: str
    unit: str  # share, working days, ratio
    question: str
    definition: str
    window: str
    sample: str
    interval: str
    range: str
    gaming: str
    limits: str
    measure: Callable[[History, np.random.Generator], Measurement]
    shape: str = ""  # what its distribution is of, or why it has none
    sure_of: tuple[str, str] | None = None  # what is likely if well, if not: where it judges two
    worse: int = 0  # which way a change hurts: 1 up, -1 down, 0 neither, so it is never alerted
    about_people: bool = True  # whether the floor of three contributors applies

    @property
    def dimension(self) -> str:
        return DIMENSIONS[self.key[0]]
