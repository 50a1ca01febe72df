from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Self

from django.db import models

from stories.events import (
    StoryFiled,
    StoryMadeRoom,
    StoryPlanned,
    StoryRanked,
    StoryShips,
    StoryTests,
)
from stories.models.part import StoryPart
from stories.refusals import (
    NeighboursNotInOrder,
    OfAnotherProject,
    PlannedIntoClosedSprint,
    RankedBesideNoOther,
)

if TYPE_CHECKING:
    from projects.models.hypothesis import Hypothesis
    from projects.models.project import Project
    from projects.models.release import Release
    from projects.models.theme import Theme
    from sprints.models.sprint import Sprint
    from teams.models.membership import Actor
    from teams.models.user import User

STEP = 1 << 20  # the gap between neighbours: twenty insertions at one place before some make room
ROOM = 1 << 10  # at least so much is between those that made room


class Plannable(StoryPart):
    """When a story is to be done: its rank in the backlog, its sprint and its theme."""

    sprint = models.ForeignKey(
        "sprints.Sprint", models.PROTECT, null=True, blank=True, related_name="stories"
    )
    theme = models.ForeignKey(
        "projects.Theme", models.PROTECT, null=True, blank=True, related_name="stories"
    )
    hypothesis = models.ForeignKey(
        "projects.Hypothesis", models.PROTECT, null=True, blank=True, related_name="stories"
    )
    release = models.ForeignKey(
        "projects.Release", models.PROTECT, null=True, blank=True, related_name="stories"
    )
    rank = models.BigIntegerField(editable=False)

    class Meta:
        abstract = True

    @classmethod
    def rank_at_end(cls, project: Project) -> int:
        last = cls.objects.filter(project=project).aggregate(last=models.Max("rank"))["last"]
        return (last or 0) + STEP

    def plan_into(
        self,
        sprint: Sprint | None,
        *,
        by: User,
        above: Self | None = None,
        below: Self | None = None,
    ) -> None:
        """Put the story into a sprint, or back into the backlog with None; where, if named."""
        with self.project.changed_by(by) as actor:
            self.refresh_from_db(fields=["sprint", "rank"])
            if self.sprint_id == (sprint and sprint.pk):
                self.take_place(above, below, actor)
                return
            self._refuse_sprint(sprint)
            place = self.come_between(above, below, actor)
            was, self.sprint = self.sprint, sprint
            self.store("sprint", "rank")
            details = self.details_of(StoryPlanned, was=was, now=sprint, **place)
            self.record(details, by=actor)

    def file_under(self, theme: Theme | None, *, by: User) -> None:
        """Say which theme the story serves."""
        with self.project.changed_by(by) as actor:
            self.refresh_from_db(fields=["theme"])
            if self.theme_id == (theme and theme.pk):
                return
            if theme and theme.project_id != self.project_id:
                raise OfAnotherProject("This theme belongs to another project.", "theme")
            was, self.theme = self.theme_id, theme
            self.store("theme")
            self.record(StoryFiled(was=was, now=theme.pk if theme else None), by=actor)

    def test(self, hypothesis: Hypothesis | None, *, by: User) -> None:
        """Say which hypothesis the story puts to the test."""
        with self.project.changed_by(by) as actor:
            self.refresh_from_db(fields=["hypothesis"])
            if self.hypothesis_id == (hypothesis and hypothesis.pk):
                return
            if hypothesis and hypothesis.project_id != self.project_id:
                raise OfAnotherProject("This hypothesis belongs to another project.", "hypothesis")
            was, self.hypothesis = self.hypothesis_id, hypothesis
            self.store("hypothesis")
            details = StoryTests(was=was, now=hypothesis.pk if hypothesis else None)
            self.record(details, by=actor)

    def ship_with(self, release: Release | None, *, by: User) -> None:
        """Say with which release it goes to the users."""
        with self.project.changed_by(by) as actor:
            self.refresh_from_db(fields=["release"])
            if self.release_id == (release and release.pk):
                return
            self.refuse_release(release)
            was, self.release = self.release_id, release
            self.store("release")
            details = StoryShips(was=was, now=release.pk if release else None)
            self.record(details, by=actor)

    def rank_between(self, above: Self | None, below: Self | None, *, by: User) -> None:
        """Stand under `above` and over `below`; one of them may be None."""
        with self.project.changed_by(by) as actor:
            self.take_place(above, below, actor)

    def take_place(self, above: Self | None, below: Self | None, actor: Actor) -> None:
        """Stand between the two, if that is somewhere else, and tell so."""
        place = self.come_between(above, below, actor)
        if place:
            self.store("rank")
            details = StoryRanked(was=place["was_rank"], now=place["now_rank"])
            self.record(details, by=actor)

    def come_between(self, above: Self | None, below: Self | None, actor: Actor) -> dict[str, int]:
        """Find a rank between the two, under the project's lock; make room when none is left.

        Return what changed, for the line of the verb: nothing where the story stands there already.
        """
        if not (above or below):
            return {}
        self._refuse_neighbours(above, below)
        rank = self._free_rank(above, below)
        if rank is None:
            self._make_room(above, below, actor)
            rank = self._free_rank(above, below)
        if rank is None or rank == self.rank:  # who made room never touches
            return {}
        was, self.rank = self.rank, rank
        return {"was_rank": was, "now_rank": rank}

    def refuse_release(self, release: Release | None) -> None:
        if release is None:
            return
        if release.project_id != self.project_id:
            raise OfAnotherProject("This release belongs to another project.", "release")
        release.refresh_from_db(fields=["withdrawn_at"])
        release.must_stand()

    def _refuse_sprint(self, sprint: Sprint | None) -> None:
        if sprint is None:
            return
        if sprint.project_id != self.project_id:
            raise OfAnotherProject("This sprint belongs to another project.", "sprint")
        sprint.refresh_from_db(fields=["state"])
        if sprint.is_closed:
            raise PlannedIntoClosedSprint(f"{sprint} is closed; plan the story into an open one.")

    def _refuse_neighbours(self, above: Self | None, below: Self | None) -> None:
        for other in filter(None, (above, below)):
            if other.project_id != self.project_id or other.pk == self.pk:
                raise RankedBesideNoOther(
                    "A story is ranked between two others of its project.", "above"
                )
            other.refresh_from_db(fields=["rank"])
        if above and below and above.rank >= below.rank:
            raise NeighboursNotInOrder(
                f"{above.key} doesn't stand above {below.key} any more.", "above"
            )

    def _free_rank(self, above: Self | None, below: Self | None) -> int | None:
        """The middle between the named neighbour and the next one there is; None if they touch."""
        others = type(self).objects.filter(project=self.project_id).exclude(pk=self.pk)
        if above:
            after = others.filter(rank__gt=above.rank).aggregate(next=models.Min("rank"))["next"]
            low, high = above.rank, after if after is not None else above.rank + 2 * STEP
        elif below:
            before = others.filter(rank__lt=below.rank).aggregate(last=models.Max("rank"))["last"]
            low, high = before if before is not None else below.rank - 2 * STEP, below.rank
        else:
            return self.rank
        if low < self.rank < high:
            return self.rank
        if high - low > 1:
            return (low + high) // 2
        return None

    def _make_room(self, above: Self | None, below: Self | None, actor: Actor) -> None:
        """Move as few neighbours aside as it takes; each has its line and its moment of change."""
        others = list(type(self).objects.filter(project=self.project_id).exclude(pk=self.pk))
        others.sort(key=attrgetter("rank", "pk"))
        ranks = [other.rank for other in others]
        if above:
            gap = bisect_right(ranks, above.rank)
        else:
            gap = bisect_left(ranks, below.rank if below else self.rank)
        for other, rank in _spread(others, gap):
            other.project = self.project  # whose lock is held
            other._give_way(rank, actor)
        for neighbour in filter(None, (above, below)):
            neighbour.refresh_from_db(fields=["rank"])

    def _give_way(self, rank: int, actor: Actor) -> None:
        was, self.rank = self.rank, rank
        self.store("rank")
        self.record(StoryMadeRoom(was=was, now=rank), by=actor)


def _spread(stories: list[Any], gap: int) -> Iterator[tuple[Any, int]]:
    """Yield the stories around a gap with ranks that leave room for many between each two.

    Twice as many are taken until there is: so a place costs few changes, however often it is used.
    """
    reach, room = 1, 0
    while room < ROOM:
        first, last = max(gap - reach, 0), min(gap + reach, len(stories))
        low = stories[first - 1].rank if first else stories[0].rank - reach * STEP
        high = stories[last].rank if last < len(stories) else stories[-1].rank + reach * STEP
        room = (high - low) // (last - first + 2)
        reach *= 2
    for place, story in enumerate(stories[first:last], start=first):
        steps = place - first + (1 if place < gap else 2)  # one is left free, for the gap
        if story.rank != low + steps * room:
            yield story, low + steps * room
