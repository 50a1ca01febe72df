"""What a demonstration case is made of: people, chapters of work, habits; words only, no deeds."""

import re
from dataclasses import dataclass, field
from typing import Any

from base.roles import Role

DISCIPLINES = {"s": "science", "e": "engineering", "p": "product"}
KINDS = {"": "story", "!": "bug", "~": "chore", "d": "experiment"}
DRAFT = re.compile(r"(?P<path>[sep]+)(?P<size>\d+)(?P<mark>[!~d]?) (?P<title>.+)")


@dataclass(frozen=True)
class Person:
    """Somebody of the team; `joins_in` is the sprint in which they arrive."""

    name: str
    discipline: str
    role: Role = Role.MEMBER
    capacity: float = 1
    joins_in: int = 1
    zone: str = "UTC"

    @property
    def email(self) -> str:
        return f"{self.name.split()[0].lower()}@example.org"


@dataclass(frozen=True)
class Draft:
    """A story before it is written: `se5 Title` begins in science, ends in engineering, 5 points.

    A mark after the size makes it a bug (!), a chore (~) or an experiment of so many days (d).
    """

    title: str
    kind: str
    path: tuple[str, ...]
    size: int
    chapter: int

    @classmethod
    def parse(cls, line: str, chapter: int) -> "Draft":
        words = DRAFT.fullmatch(line.strip())
        if words is None:
            raise ValueError(f"Not a draft: {line}")
        path = tuple(DISCIPLINES[letter] for letter in words["path"])
        return cls(words["title"], KINDS[words["mark"]], path, int(words["size"]), chapter)

    @property
    def estimate(self) -> dict[str, Any]:
        return {"time_box_days" if self.kind == "experiment" else "points": self.size}


@dataclass(frozen=True)
class Chapter:
    """A theme with its window in sprints, its labels and its stories in the order they come up."""

    title: str
    description: str
    opens: int
    closes: int
    labels: tuple[str, ...]
    lines: str
    follows: tuple[str, ...] = ()  # titles of themes that were charted before

    def drafts(self, place: int) -> list[Draft]:
        drafts = []
        for line in self.lines.strip().splitlines():
            drafts.append(Draft.parse(line, place))
        return drafts


@dataclass(frozen=True)
class Seen:
    """An observation of a metric on the last day of a sprint."""

    sprint: int
    value: float
    spread: float | None
    grade: int
    method: str
    source: str


@dataclass(frozen=True)
class Metric:
    kind: str
    name: str
    unit: str
    baseline: float
    target: float
    direction: str
    seen: tuple[Seen, ...]


@dataclass(frozen=True)
class Habits:
    """How the team works: shares are 0 to 1, counts are per sprint, times in working hours."""

    commits: int
    hours_a_point: float
    spread: float
    returns: float
    handed_on: float
    pairs: float
    blocks: float
    added: int
    removed: int
    silos: bool
    pause: float
    reopened: float
    stuck: int = 0
    plans_ahead: bool = False
    shows_each_other: bool = False
    backlog: int = 20


@dataclass(frozen=True)
class Case:
    key: str
    name: str
    team: str
    customer: str
    goal: str
    end_point: str
    success: str
    use_cases: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]
    people: tuple[Person, ...]
    sprints: int
    goals: tuple[str, ...]
    metrics: tuple[Metric, ...]
    habits: Habits
    remarks: dict[str, tuple[str, ...]]
    blockers: tuple[tuple[str, str], ...]  # in words, and of which kind if of one
    bodies: dict[str, str] = field(default_factory=dict)
    first_words: dict[str, str] = field(default_factory=dict)  # bodies as they were written first
    groundwork: tuple[str, ...] = ()  # before the first sprint: a discipline's letter and a title
    releases: tuple[tuple[int, str], ...] = ()  # the sprint at whose end it is in use, and what
    redated: tuple[int, int] | None = None  # (sprint, days): the charter's end moves, signed anew

    confirmed: tuple[int, ...] = ()  # sprints in which the lead says that the charter is right

    @property
    def drafts(self) -> list[list[Draft]]:
        drafts = []
        for place, chapter in enumerate(self.chapters):
            drafts.append(chapter.drafts(place))
        return drafts
