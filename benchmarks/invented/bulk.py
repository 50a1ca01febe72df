"""Writes odd teams as bulk rows, a few statements a noun for all of them, with their history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from benchmarks.invented.odd import Odd

if TYPE_CHECKING:
    from history.models import Event
    from projects.models.project import Project
    from sprints.models import Commitment
    from sprints.models.sprint import Sprint
    from stories.models import Column, Story
    from teams.models.team import Team
    from teams.models.user import User

LENGTH = timedelta(days=14)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
STAGES = {
    "todo": (),
    "doing": ("doing",),
    "review": ("doing", "review"),
    "blocked": ("doing",),
    "done": ("doing", "review", "done"),
    "dropped": ("doing", "dropped"),
}
MIXED = ("done", "done", "doing", "done", "todo", "review", "dropped", "blocked")
AHEAD = {"nothing": (), "planned": ("planned",), "running": ("active",), "endless": ("active",)}
ENDLESS = timedelta(days=3 * 365)
CATEGORIES = ("todo", "doing", "review", "done", "dropped")


@dataclass
class Made:
    """A team that was written: who leads it, who looks on, and the rows of its projects."""

    odd: Odd
    team: Team
    people: list[User] = field(default_factory=list)  # the lead first
    guest: User | None = None
    projects: list[Project] = field(default_factory=list)
    columns: list[Any] = field(default_factory=list)  # of each project, by category
    sprints: list[list[Sprint]] = field(default_factory=list)  # of each project, in order
    events: list[Event] = field(default_factory=list)  # all lines, as they were made up
    frozen: Counter[Sprint] = field(default_factory=Counter)  # how many stories, by sprint

    @property
    def lead(self) -> User:
        return self.people[0]

    def discipline(self, person: Any) -> str:
        place = self.people.index(person)
        if self.odd.disciplines == 2 and place % 2:
            return "science"
        return "engineering"

    def commitments(self) -> Iterator[Commitment]:
        """Yield an unsaved one of each sprint that was kicked off."""
        from sprints.models import Commitment

        for sprints in self.sprints:
            for sprint in sprints:
                if sprint.kicked_off_at:
                    yield Commitment(sprint=sprint, frozen_at=sprint.kicked_off_at)


def _columns(project: Project) -> dict[str, Column]:
    """Return the unsaved columns of the project by their category."""
    from stories.models import Column

    columns = {}
    for place, name in enumerate(CATEGORIES, start=1):
        columns[name] = Column(project=project, name=name, category=name, position=place)
    return columns


class Bulk:
    """Makes the teams; all of them stand at `now`."""

    def __init__(self, odds: list[Odd], now: datetime, name: str = "odd") -> None:
        self.odds, self.now, self.name = odds, now, name
        self.edge = datetime.combine(now.date(), time(9), tzinfo=now.tzinfo) - 3 * DAY
        self.events: list[Event] = []

    def write(self) -> list[Made]:
        self._teams()
        self._projects()
        self._sprints()
        self._stories()
        self._history()
        return self.made

    def _teams(self) -> None:
        from teams.models import Membership, Team, User

        begun = self.now - 400 * DAY
        teams = []
        for place in range(len(self.odds)):
            slug = f"{self.name}-{place}"
            teams.append(Team(name=f"{self.name} {place}", slug=slug, created_at=begun))
        Team.objects.bulk_create(teams)
        users, seats = [], []
        self.made = [Made(odd, team) for odd, team in zip(self.odds, teams, strict=True)]
        for made in self.made:
            made.people = [self._person(made, n) for n in range(made.odd.people)]
            made.guest = self._person(made, "guest")
            users += [*made.people, made.guest]
        User.objects.bulk_create(users)
        for made in self.made:
            for place, one in enumerate(made.people):
                seats.append(
                    Membership(
                        team=made.team,
                        user=one,
                        joined_at=begun,
                        discipline=made.discipline(one),
                        role="member" if place else "lead",
                    )
                )
            seats.append(
                Membership(
                    team=made.team,
                    user=made.guest,
                    discipline="customer",
                    role="guest",
                    joined_at=begun,
                )
            )
        Membership.objects.bulk_create(seats)

    def _person(self, made: Made, n: int | str) -> User:
        from teams.models import User

        return User(email=f"{made.team.slug}-{n}@example.org", name=f"Person {n}", password="!")

    def _projects(self) -> None:
        from projects.models import Project
        from stories.models import Column

        begun = self.now - 390 * DAY
        for made in self.made:
            for letter in "ABC"[: made.odd.projects]:
                made.projects.append(
                    Project(
                        team=made.team,
                        key=f"O{made.team.pk}{letter}",
                        state=made.odd.state,
                        name=f"Project {letter}",
                        created_at=begun,
                    )
                )
        Project.objects.bulk_create(one for made in self.made for one in made.projects)
        columns = []
        for made in self.made:
            made.columns = [_columns(one) for one in made.projects]
            for some in made.columns:
                for column in some.values():
                    columns.append(column)
            for one in made.projects:
                self._tell(made, one, begun, "project_started", {"key": one.key, "name": one.name})
        Column.objects.bulk_create(columns)

    def _sprints(self) -> None:
        from sprints.models import Sprint

        rows = []
        for made in self.made:
            made.sprints = [list(self._sprints_of(made, one)) for one in made.projects]
            for some in made.sprints:
                for one in some:
                    rows.append(one)
        Sprint.objects.bulk_create(rows)
        for made in self.made:
            for project, sprints in zip(made.projects, made.sprints, strict=True):
                for one in sprints:
                    self._tell_sprint(made, project, one)

    def _sprints_of(self, made: Made, project: Project) -> Iterator[Any]:
        from sprints.models import Sprint

        states = ["closed"] * made.odd.closed
        states += AHEAD[made.odd.ahead]
        for number, state in enumerate(states, start=1):
            first = self.edge + (number - 1 - made.odd.closed) * LENGTH
            if state == "planned":
                first += LENGTH
            if (state, made.odd.ahead) == ("active", "endless"):
                length = ENDLESS
            else:
                length = LENGTH
            yield Sprint(
                project=project,
                number=number,
                state=state,
                starts_on=first.date(),
                ends_on=(first + length - DAY).date(),
                kicked_off_at=None if state == "planned" else first,
                closed_at=first + LENGTH - 18 * HOUR if state == "closed" else None,
            )

    def _tell_sprint(self, made: Made, project: Project, one: Sprint) -> None:
        first = one.kicked_off_at or self.now
        planned = {
            "number": one.number,
            "goal": one.goal,
            "starts_on": one.starts_on,
            "ends_on": one.ends_on,
        }
        self._tell(made, project, min(first, self.now) - 3 * DAY, "sprint_planned", planned, one)
        if one.kicked_off_at:
            frozen = {"stories": 0, "points": 0.0}
            self._tell(made, project, one.kicked_off_at, "sprint_kicked_off", frozen, one)
        if one.closed_at:
            self._tell(made, project, one.closed_at, "sprint_closed", {"left": 0}, one)

    def _stories(self) -> None:
        from sprints.models import Commitment, CommittedStory
        from stories.models import Story

        lives = []
        for made in self.made:
            for number in range(made.odd.stories):
                lives.append(Life(self, made, number))
        Story.objects.bulk_create(life.story() for life in lives)
        commitments = []
        for made in self.made:
            for one in made.commitments():
                commitments.append(one)
        Commitment.objects.bulk_create(commitments)
        commitment_of = {one.sprint_id: one for one in commitments}
        lines = []
        for life in lives:
            life.tell()
            life.made.frozen.update(life.committed)
            for sprint in life.committed:
                lines.append(
                    CommittedStory(
                        commitment=commitment_of[sprint.pk],
                        story=life.row,
                        kind="story",
                        points=life.row.points,
                    )
                )
        CommittedStory.objects.bulk_create(lines)
        for made in self.made:
            for place, project in enumerate(made.projects):
                project.stories_numbered = len(range(place, made.odd.stories, made.odd.projects))
        type(self.made[0].projects[0]).objects.bulk_update(
            [one for made in self.made for one in made.projects], ["stories_numbered"]
        )

    def _history(self) -> None:
        """Write the lines in order of their times, as each project's ids have to be."""
        from history.models import Event

        self.events.sort(key=lambda event: event.at)
        Event.objects.bulk_create(self.events, batch_size=2000)

    def _tell(
        self,
        made: Made,
        project: Project,
        at: datetime,
        verb: str,
        details: dict[str, Any],
        sprint: Sprint | None = None,
        story: Story | None = None,
        actor: Any = None,
    ) -> None:
        from history.models import Event
        from history.schema import schema_of

        actor = actor or made.lead
        schema = schema_of(verb)
        event = Event(
            team=made.team,
            project=project,
            sprint=sprint,
            story=story,
            actor=actor,
            discipline=made.discipline(actor),
            verb=verb,
            version=schema.schema_version(),
            details=schema.of(details).checked(),
            role="lead" if actor is made.lead else "member",
            at=min(at, self.now),
        )
        self.events.append(event)
        made.events.append(event)


class Life:
    """One story: where it is planned, how it is worked on, and where it stands in the end."""

    def __init__(self, bulk: Bulk, made: Made, number: int) -> None:
        self.bulk, self.made, self.turn = bulk, made, number
        place, self.number = number % made.odd.projects, number // made.odd.projects
        self.project, self.columns = made.projects[place], made.columns[place]
        self.sprints = made.sprints[place]
        stage = made.odd.work
        if stage == "mixed":
            self.stage = MIXED[number % len(MIXED)]
        else:
            self.stage = stage
        self.category = "doing" if self.stage == "blocked" else self.stage
        self.owner = made.people[number % len(made.people)]
        self.first = self._first()
        self.start = self._kicked_off_at or bulk.now - 5 * DAY
        self.committed: list[Sprint] = []

    def _first(self) -> int | None:
        """Return the place of the sprint it is planned into; None leaves it in the backlog."""
        if not self.sprints or (self.turn % 7 == 6 and self.made.odd.closed < 3):
            return None
        if self.turn % 4 == 3:
            return len(self.sprints) - 1
        of_project = max(1, self.made.odd.stories // self.made.odd.projects)
        return min(self.number * len(self.sprints) // of_project, len(self.sprints) - 1)

    @property
    def _kicked_off_at(self) -> datetime | None:
        if self.first is None:
            return None
        return self.sprints[self.first].kicked_off_at

    @property
    def _is_begun(self) -> bool:
        return self._kicked_off_at is not None

    def at(self, days: float) -> datetime:
        """Return the moment so long after its start; what would be to come is squeezed in."""
        at = self.start + days * DAY
        left = self.bulk.now - self.start
        if days <= 3 and at < self.bulk.now:
            return at
        return self.start + left * (days / (days + 4))

    def story(self) -> Story:
        from stories.models import Story
        from stories.models.plannable import STEP

        ended = self.at(self._length) if self.category == "done" else None
        blocked = self.stage == "blocked"
        self.row = Story(
            project=self.project,
            number=self.number + 1,
            title=f"Story {self.turn}",
            column=self.columns[self.category],
            category=self.category,
            owner=self.owner,
            points=self.turn % 5 or None,
            rank=(self.number + 1) * STEP,
            sprint=self._last(),
            created_by=self.made.lead,
            created_at=self.start - 2 * DAY,
            done_at=ended,
            blocked_at=self.at(1) if blocked else None,
            blocked_reason="No access" if blocked else "",
        )
        return self.row

    @property
    def _length(self) -> float:
        """Days in work."""
        return 0.5 + (self.turn * 5 % 9)

    def _last(self) -> Sprint | None:
        """Return the sprint it stands in: it ended there, or was carried to what comes."""
        if self.first is None:
            return None
        if self.category in ("done", "dropped"):
            return self.sprints[self.first]
        if self.sprints[-1].closed_at:
            return None
        return self.sprints[-1]

    def tell(self) -> None:
        """Tell its history; afterwards it is known which sprints it was frozen into."""
        self._tell(
            -2,
            "story_created",
            {
                "title": self.row.title,
                "kind": "story",
                "column": self.columns["todo"].pk,
                "category": "todo",
                "owner": self.owner.pk,
                "sprint": None,
                "theme": None,
                "hypothesis": None,
                "release": None,
                "owner_discipline": self.made.discipline(self.owner),
                "points": self.row.points and float(self.row.points),
            },
        )
        if self.first is not None:
            late = self.made.odd.frozen == "nothing" and self._is_begun
            plan = {"was": None, "now": self.sprints[self.first].pk}
            self._tell(0.01 if late else -1, "story_planned", plan)
            self._carry(self.first)
        self._work()

    def _carry(self, first: int) -> None:
        over = self.category in ("done", "dropped")
        if over:
            lived = self.sprints[first : first + 1]
        else:
            lived = self.sprints[first:]
        if self.made.odd.frozen == "stories":
            self.committed = [one for one in lived if one.kicked_off_at]
        for place, one in enumerate(lived):
            following = lived[place + 1] if place + 1 < len(lived) else None
            if one.closed_at and not over:
                details = {"was": one.pk, "now": following and following.pk}
                self._tell_at(one.closed_at, "story_carried_over", details, one)

    def _work(self) -> None:
        stages = STAGES[self.stage]
        if self.turn % 6 == 5 and self.stage == "done":
            stages = ("done",)  # without ever being in work
        was = "todo"
        for place, stage in enumerate(stages, start=1):
            days = self._length * place / len(stages)
            self._tell(
                days,
                "story_moved",
                {
                    "was": self.columns[was].pk,
                    "now": self.columns[stage].pk,
                    "was_category": was,
                    "now_category": stage,
                },
            )
            was = stage
        if stages and self.turn % 3 == 0:
            self._hand_around()
        if self.row.blocked_at:
            self._tell_at(self.row.blocked_at, "story_blocked", {"was": "", "now": "No access"})

    def _hand_around(self) -> None:
        """It goes to the next one and comes back."""
        people = self.made.people
        other = people[(self.turn + 1) % len(people)]
        for part, was, now in ((0.5, self.owner, other), (0.8, other, self.owner)):
            self._tell(
                self._length * part,
                "story_handed",
                {
                    "was": was.pk,
                    "now": now.pk,
                    "was_discipline": self.made.discipline(was),
                    "now_discipline": self.made.discipline(now),
                },
            )

    def _tell(self, days: float, verb: str, details: Any) -> None:
        self._tell_at(self.at(days), verb, details)

    def _tell_at(self, at: datetime, verb: str, details: Any, sprint: Sprint | None = None) -> None:
        self.bulk._tell(
            self.made, self.project, at, verb, details, sprint, self.row, actor=self.owner
        )
