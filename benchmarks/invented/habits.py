"""How a made-up team works, and what changes in it at a known moment."""

from dataclasses import dataclass

import numpy as np

SPRINT_DAYS = 20  # working days that an action of a retrospective has


@dataclass(frozen=True, slots=True)
class Habits:
    """One team's ways. Spreads are of logs; shares are between 0 and 1.

    Cycle times are lognormal with a common effect a sprint, which may wander from one to the next.
    Two real histories have a spread of 1.2 to 1.3 within two weeks and 0.2 to 0.3 between
    neighbouring ones (rueedlinger/agile-project-dataset, whole days, same-day closes left out).
    """

    stories: float  # planned fresh into a sprint
    actions: float  # agreed on in a retrospective
    median_days: float
    spread: float  # between stories of one sprint
    sprint_spread: float  # between sprints
    wander: float  # of a sprint's effect, how much stays in the next
    crossing: float  # share of stories handed to the other discipline
    returns: float  # share of stories that come back
    late: float  # share of planned stories that nobody starts in the sprint
    added: float  # stories that come in after kickoff, as a share of the planned
    followed: float  # share of actions done within two sprints
    people: int


@dataclass(frozen=True, slots=True)
class Planted:
    """What changes with the sprint of this number (from 0): nothing, by default."""

    sprint: int = 10**6
    slower: float = 1.0  # factor on the duration of work
    returns: float = 0.0  # points more
    followed: float = 0.0  # points less
    apart: float = 0.0  # points of stories less that cross to the other discipline
    unstarted: float = 0.0  # points of the planned more that nobody starts in the sprint
    stuck: float = 0.0  # share of what is started that is left lying
    lower: float = 0.0  # points of seven less in the pulse
    answering: float = 1.0  # of the people, to each of its rounds, ever since


def drawn(
    rng: np.random.Generator,
    stories: tuple[int, int] = (6, 12),
    actions: tuple[int, int] = (2, 5),
    people: tuple[int, int] = (6, 8),
    rough: bool = False,
) -> Habits:
    """Draw a team; `rough` ones have sprints that differ more and resemble their neighbours."""
    return Habits(
        stories=rng.uniform(*stories),
        actions=rng.uniform(*actions),
        median_days=rng.uniform(1.8, 3.5),
        spread=rng.uniform(0.9, 1.3),
        sprint_spread=rng.uniform(0.3, 0.5) if rough else rng.uniform(0.1, 0.3),
        wander=0.5 if rough else 0.0,
        crossing=rng.uniform(0.4, 0.7),
        returns=rng.uniform(0.08, 0.25),
        late=rng.uniform(0.08, 0.2),
        added=rng.uniform(0.1, 0.5),
        followed=rng.uniform(0.5, 0.8),
        people=int(rng.integers(people[0], people[1] + 1)),
    )
