"""How a story stands at one moment of the replay, in our words and in Jira's."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from history.schema import EventDetails
from integrations.imports.jira.issue import Issue
from stories.events import CategoryName, Kind
from stories.models.column import CLOSED


@dataclass(slots=True)
class Line:
    """One line of history before it has a story; `order` breaks ties of the same moment."""

    at: datetime
    details: EventDetails
    actor: int | None
    sprint: int | None = None
    order: int = 4
    old_texts: dict[str, str] = field(default_factory=dict)  # what it overwrote, by field


@dataclass(frozen=True, slots=True)
class StoryState:
    """Where a story stands, in our own words and ids."""

    column: int
    category: CategoryName
    title: str
    kind: Kind
    labels: tuple[str, ...]
    points: Decimal | None
    owner: int | None
    sprint: int | None
    theme: int | None
    blocked: str
    done_at: datetime | None = None
    blocked_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.category not in CLOSED


@dataclass(slots=True)
class Words:
    """The same in Jira's words, as the changelog speaks."""

    status: str
    resolution: str
    resolution_id: str
    assignee: str
    sprints: str
    points: str
    summary: str
    issuetype: str
    labels: str
    flagged: str
    epic: str

    @classmethod
    def of(cls, issue: Issue) -> "Words":
        return cls(
            issue.status,
            issue.resolution,
            issue.resolution_id,
            issue.assignee.id if issue.assignee else "",
            ", ".join(str(sprint.id) for sprint in issue.sprints),
            "" if issue.points is None else str(issue.points),
            issue.title,
            issue.kind_name,
            " ".join(issue.labels),
            "Impediment" if issue.is_flagged else "",
            issue.epic,
        )
