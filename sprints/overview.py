"""What the pages of sprints show, in as few questions to the database as it can be asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, Sum
from django.db.models.functions import JSONObject

from projects.models import Project
from sprints.burnup import Burnup
from sprints.models import CommittedStory, Sprint
from sprints.replay import SprintReplay
from teams.roster import TeamRoster, member_rows

if TYPE_CHECKING:
    from typing import TypedDict

    from django.db.models import QuerySet
    from django_stubs_ext import WithAnnotations

    from projects.models import Decision
    from teams.models.user import User

    class MemberRows(TypedDict):
        member_rows: Any

    class SprintRows(MemberRows):
        sprint_rows: Any

    SprintOfPage = WithAnnotations[Sprint, SprintRows]
    Peopled = WithAnnotations[Project, MemberRows]

GROUPS = {
    "doing": "Doing",
    "review": "In review",
    "todo": "To do",
    "done": "Done",
    "dropped": "Dropped",
}
MEASURES = ("points", "stories")


@dataclass(frozen=True, slots=True)
class Row:
    """A story as the sprint shows it: where it stood at the end, or stands now."""

    story: Any
    category: str
    discipline: str
    is_added: bool = False
    is_out: bool = False


class SprintOverview:
    """A sprint as one person sees it."""

    def __init__(self, sprint: SprintOfPage, me: User, measure: str = "") -> None:
        self.sprint, self.me, self.wanted = sprint, me, measure
        self.project = sprint.project
        self.roster = TeamRoster(sprint.member_rows, me)
        self.others = sprint.sprint_rows

    @classmethod
    def visible_to(cls, user: User) -> QuerySet[SprintOfPage]:
        sprints = Sprint.objects.filter(project=OuterRef("project")).order_by("number")
        rows = ArraySubquery(
            sprints.values(json=JSONObject(id="pk", number="number", state="state"))
        )
        seen: QuerySet[Sprint] = Sprint.objects.visible_to(user).select_related("project__team")
        return seen.annotate(member_rows=member_rows("project__team"), sprint_rows=rows)

    @property
    def neighbours(self) -> tuple[int | None, int | None]:
        """The numbers of the sprints before and after this one."""
        numbers = [row["number"] for row in self.others]
        place = numbers.index(self.sprint.number)
        before = numbers[place - 1] if place else None
        return before, numbers[place + 1] if place + 1 < len(numbers) else None

    @property
    def running(self) -> int | None:
        """The number of the project's running sprint, if it is another one."""
        numbers = []
        for row in self.others:
            if row["state"] == "active":
                numbers.append(row["number"])
        return next((number for number in numbers if number != self.sprint.number), None)

    @cached_property
    def replay(self) -> SprintReplay | None:
        """How it went; None before the kickoff."""
        if self.sprint.is_planned:
            return None
        lines = list(CommittedStory.objects.filter(commitment__sprint=self.sprint))
        return SprintReplay.of(self.sprint, lines, self.project.team.working_days)

    @property
    def measure(self) -> str:
        if self.wanted in MEASURES:
            return self.wanted
        has_points = self.replay and (
            self.replay.committed["points"] or self.replay.scope["points"]
        )
        if has_points:
            return "points"
        return "stories"

    @cached_property
    def burnup(self) -> Burnup | None:
        if self.replay is None:
            return None
        return Burnup(self.replay, self.measure)

    @cached_property
    def stories(self) -> list[Any]:
        """The sprint's stories now, and those that were its own when it was told."""
        told = self.replay.states if self.replay else {}
        stories = self.project.stories.filter(Q(sprint=self.sprint) | Q(pk__in=list(told)))
        return list(stories.select_related("owner", "sprint").order_by("rank", "pk"))

    @cached_property
    def rows(self) -> list[Row]:
        for story in self.stories:
            story.project = self.project
        return [self._row(story) for story in self.stories]

    @property
    def groups(self) -> list[tuple[str, str, list[Row]]]:
        """Rows by where they stand, empty groups left out."""
        present = []
        for row in self.rows:
            if not row.is_out:
                present.append(row)
        named = []
        for key, label in GROUPS.items():
            named.append((key, label, [row for row in present if row.category == key]))
        groups = []
        for group in named:
            if group[2]:
                groups.append(group)
        return groups

    @property
    def open_rows(self) -> list[Row]:
        open_rows = []
        for row in self.rows:
            if not row.is_out and row.category not in ("done", "dropped"):
                open_rows.append(row)
        return open_rows

    @property
    def ownerless(self) -> list[Row]:
        ownerless = []
        for row in self.open_rows:
            if row.story.owner_id is None:
                ownerless.append(row)
        return ownerless

    @property
    def unsized(self) -> list[Row]:
        """Stories of which nobody has said how big they are."""
        unsized = []
        for row in self.open_rows:
            if row.story.points is None and row.story.time_box_days is None:
                unsized.append(row)
        return unsized

    @property
    def points(self) -> float:
        return float(sum(row.story.points or 0 for row in self.rows if row.category != "dropped"))

    @property
    def added(self) -> list[Row]:
        came = set(self.replay.added) if self.replay else set()
        added = []
        for row in self.rows:
            if row.story.pk in came:
                added.append(row)
        return added

    @property
    def removed(self) -> list[Row]:
        out = set(self.replay.removed) if self.replay else set()
        removed = []
        for row in self.rows:
            if row.story.pk in out:
                removed.append(row)
        return removed

    @cached_property
    def waived(self) -> list[Decision]:
        """The decisions over which it was kicked off; the team's own, so guests see none."""
        if not self.sprint.waiver or not self.roster.works:
            return []
        return list(self.sprint.waived_decisions.order_by("pk"))

    @property
    def loads(self) -> list[tuple[str, int, float]]:
        """What each discipline has taken on: stories and points."""
        found: dict[str, tuple[int, float]] = {}
        for row in self.open_rows:
            count, points = found.get(row.discipline, (0, 0.0))
            found[row.discipline] = count + 1, points + float(row.story.points or 0)
        loads = []
        for name, load in found.items():
            if name:
                loads.append((name, *load))
        return sorted(loads)

    @property
    def can_begin_early(self) -> bool:
        """Whether a kickoff now would be one before its day, and nothing else forbids it."""
        is_early = self.sprint.is_planned and self.project.team.today < self.sprint.starts_on
        return is_early and self.roster.leads and bool(self.open_rows) and not self.running

    @property
    def ends_early(self) -> bool:
        return self.sprint.is_active and self.project.team.today < self.sprint.ends_on

    @property
    def working_days_left(self) -> int:
        """From today on; one that was kicked off before its first day has those days too."""
        first, days = self.project.team.today, self.project.team.working_days
        last = self.sprint.ends_on
        count = 0
        for n in range((last - first).days + 1):
            if (first + timedelta(days=n)).isoweekday() in days:
                count += 1
        return count

    @property
    def is_overdue(self) -> bool:
        return self.sprint.is_active and self.project.team.today > self.sprint.ends_on

    def _row(self, story: Any) -> Row:
        standing = self.replay.states.get(story.pk) if self.replay else None
        discipline = self.roster.disciplines.get(story.owner_id, "")
        if standing is None:
            return Row(story, story.category, discipline)
        if self.sprint.is_closed:
            category = standing.category
        else:
            category = story.category
        return Row(story, category, discipline, not standing.committed, not standing.is_in)


class SprintsOverview:
    """All sprints of a project, as one person sees them."""

    def __init__(self, project: Peopled, me: User) -> None:
        self.project = project
        self.roster = TeamRoster(project.member_rows, me)

    @classmethod
    def visible_to(cls, user: User) -> QuerySet[Peopled]:
        seen: QuerySet[Project] = Project.objects.visible_to(user).select_related("team")
        return seen.annotate(member_rows=member_rows())

    @cached_property
    def sprints(self) -> list[Sprint]:
        """Newest first, with what is in the open ones and what became of the closed ones."""
        kept = ~Q(stories__category="dropped")
        done = Q(stories__category="done")
        return list(
            self.project.sprints.select_related("fact")
            .annotate(
                total=Count("stories", filter=kept),
                done=Count("stories", filter=done),
                points=Sum("stories__points", filter=kept),
                done_points=Sum("stories__points", filter=done),
            )
            .order_by("-number")
        )

    @cached_property
    def kicked_off(self) -> list[Sprint]:
        return [one for one in self.sprints if not one.is_planned]

    @property
    def waived(self) -> int:
        """How many were kicked off over open decisions; the team's own, so guests hear of none."""
        return sum(bool(one.waiver) for one in self.kicked_off) if self.roster.works else 0

    @property
    def running(self) -> list[Sprint]:
        running = []
        for one in self.sprints:
            if one.is_active:
                running.append(one)
        return running

    @property
    def planned(self) -> list[Sprint]:
        planned = []
        for one in self.sprints:
            if one.is_planned:
                planned.append(one)
        return sorted(planned, key=lambda one: one.starts_on)

    @property
    def closed(self) -> list[Closed]:
        closed = []
        for one in self.sprints:
            if one.is_closed:
                closed.append(Closed(one, getattr(one, "fact", None)))
        return closed


@dataclass(frozen=True, slots=True)
class Closed:
    """A sprint of the past with its facts; they may be a few seconds behind."""

    sprint: Sprint
    fact: Any

    @property
    def share(self) -> float | None:
        """How much of what was said was done, 0 to 1."""
        if self.fact is None or not self.fact.committed:
            return None
        return float(self.fact.done / self.fact.committed)

    @property
    def carried(self) -> int | None:
        if self.fact:
            return len(self.fact.missed_stories)
        return None
