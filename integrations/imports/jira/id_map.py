"""What the ids of the export mean in our database; filled before the stories are told."""

from dataclasses import dataclass, field

from history.schema import DisciplineName, DisciplineOrNone, RoleName
from integrations.imports.jira.issue import Change
from integrations.imports.jira.person import Account
from integrations.imports.jira.sprint import JiraSprint
from stories.events import CategoryName

BEGUN = "begun"  # where an issue stood before it was closed, when nothing tells


Place = tuple[int, CategoryName]  # a column of ours, and what standing in it means


@dataclass(frozen=True, slots=True)
class Person:
    user: int
    discipline: DisciplineName
    role: RoleName


@dataclass
class IdMap:
    """Columns, people, sprints and themes: few enough to be held, however many issues there are."""

    columns: dict[str, Place] = field(default_factory=dict)
    dropped: Place = (0, "dropped")
    begun: Place | None = None
    people: dict[str, Person] = field(default_factory=dict)
    sprints: dict[int, JiraSprint] = field(default_factory=dict)
    themes: dict[str, int] = field(default_factory=dict)
    sprint_changes: dict[str, list[Change]] = field(default_factory=dict)
    starting: set[int] = field(default_factory=set)
    closing: set[int] = field(default_factory=set)

    def settle(self) -> None:
        self.sprints_by_row = {sprint.row: sprint for sprint in self.sprints.values()}
        self.people_by_user = {person.user: person for person in self.people.values()}

    def column(self, status: str, is_dropped: bool) -> Place:
        if status == BEGUN and self.begun:
            place = self.begun
        else:
            place = self.columns[status]
        if is_dropped and place[1] == "done":
            return self.dropped
        return place

    def user(self, account: Account | None) -> int | None:
        if account:
            return self.user_of(account.id)
        return None

    def user_of(self, account_id: str) -> int | None:
        person = self.people.get(account_id)
        if person:
            return person.user
        return None

    def discipline(self, user: int | None) -> DisciplineOrNone:
        if user is None:
            return ""
        person = self.people_by_user.get(user)
        if person:
            return person.discipline
        return ""

    def role(self, user: int | None) -> str:
        if user is None:
            return "system"
        person = self.people_by_user.get(user)
        if person:
            return person.role
        return "system"

    def theme(self, epic: str) -> int | None:
        return self.themes.get(epic)
