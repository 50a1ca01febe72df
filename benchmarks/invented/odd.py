"""The teams that nobody has in mind: hardly begun, without work, with nothing frozen, long over."""

from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from benchmarks.invented.pairs import covering

MOST = 80
CLOSED = (0, 1, 2, 3, 4, 8, 12, 13, 14)
STORIES = (0, 1, 5, 6, 20, 40)
WORK = ("mixed", "todo", "doing", "review", "done", "dropped", "blocked")


@dataclass(frozen=True, slots=True)
class Odd:
    """One such team; stories are dealt to its projects, each of which has the closed sprints."""

    closed: int = 4
    stories: int = 20
    work: str = "mixed"  # where the stories stand: all at one stage, or at every one
    state: str = "active"  # of its projects
    ahead: str = "running"  # what comes after the closed sprints
    frozen: str = "stories"  # or nothing: all was planned after the kickoff
    projects: int = 1
    disciplines: int = 2
    people: int = 5  # who work; a guest looks on
    nouns: str = "all"  # beside stories and sprints: one of each kind, or "many" of each

    def __str__(self) -> str:
        return (
            f"{self.closed} closed, {self.ahead} ahead, {self.frozen} frozen, {self.stories} "
            f"stories {self.work}, {self.projects} {self.state}, {self.people} people of "
            f"{self.disciplines}, {self.nouns} beside"
        )


COLUMNS: dict[str, tuple[Any, ...]] = {
    "closed": CLOSED,
    "stories": STORIES,
    "work": WORK,
    "state": ("active", "paused", "finished", "archived"),
    "ahead": ("nothing", "planned", "running", "endless"),  # by a slip of the pen: three years
    "frozen": ("stories", "nothing"),
    "projects": (1, 3),
    "disciplines": (2, 1),
    "people": (5, 2),
    "nouns": ("all", "none"),
}


Meeting = tuple[tuple[str, Any], tuple[str, Any]]  # of two columns' values in one team

# Of which every signal can be told that the others are too young or too small for.
FULL = Odd(closed=26, stories=260, work="done", people=9, nouns="many")


def array() -> list[Odd]:
    """Return every two of those values in one team, of each age one in full work, and two more.

    One has enough for every signal, and of the last one the next sprint can be foretold.
    """
    busy = [Odd(closed=closed, stories=40) for closed in CLOSED]
    busy.append(FULL)
    busy.append(Odd(closed=4, stories=40, work="done"))  # its next sprint can be foretold
    return [*(Odd(**row) for row in covering(COLUMNS)), *busy]


def few(teams: list[Odd], n: int) -> list[int]:
    """Return the places of n of them in which as many values as can be meet."""
    chosen: list[int] = []
    seen: set[Meeting] = set()
    while len(chosen) < n:
        left = []
        for place in range(len(teams)):
            if place not in chosen:
                left.append(place)
        best = max(left, key=lambda place: len(_meetings(teams[place]) - seen))
        seen |= _meetings(teams[best])
        chosen.append(best)
    return sorted(chosen)


def grid() -> list[Odd]:
    """Return all that the figures of a report can depend on, whole; the rest goes in turn."""
    rest = []
    for name in COLUMNS:
        if name not in ("closed", "stories", "work", "frozen", "projects", "disciplines"):
            rest.append(name)
    whole = product(CLOSED, STORIES, WORK, COLUMNS["frozen"], (1, 3), (2, 1))
    teams = []
    for closed, stories, work, frozen, projects, disciplines in whole:
        teams.append(
            Odd(closed, stories, work, frozen=frozen, projects=projects, disciplines=disciplines)
        )
    grid = []
    for place, one in enumerate(teams):
        grid.append(replace(one, **{name: COLUMNS[name][turn(place, name)] for name in rest}))
    return grid


def turn(place: int, name: str) -> int:
    """Return which value it is that place's turn for: columns go at different paces."""
    return place * (3 + 2 * len(name)) // 5 % len(COLUMNS[name])


def _meetings(team: Odd) -> set[Meeting]:
    told = [(name, getattr(team, name)) for name in COLUMNS]
    meetings = set()
    for place, one in enumerate(told):
        for other in told[:place]:
            meetings.add((one, other))
    return meetings
