"""One change of many stories: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from math import inf
from typing import TYPE_CHECKING, Any

from base import clock
from base.refusals import Refused
from base.roles import Role
from stories.events import StoryFiled, StoryHanded, StoryLabelled, StoryMoved, StoryPlanned
from stories.models import Category, Story
from stories.models.assignable import not_working
from stories.models.describable import tidy
from stories.refusals import OfAnotherProject, PlannedIntoClosedSprint

if TYPE_CHECKING:
    from history.schema import EventDetails
    from projects.models.project import Project
    from projects.models.theme import Theme
    from sprints.models.sprint import Sprint
    from stories.models.story import StoryQuerySet
    from teams.models.user import User

MOST_AT_ONCE = 500


class Bulk:
    """Stories of one project that are changed together, as the verb of each would change it.

    Nobody else writes to the project meanwhile, so it takes as many statements for many as for one.
    """

    def __init__(self, project: Project, stories: StoryQuerySet) -> None:
        self.project, self.stories = project, stories

    def plan_into(self, sprint: Sprint | None, *, by: User) -> int:
        def planned(story: Story) -> EventDetails | None:
            if story.sprint_id == (sprint and sprint.pk):
                return None
            if sprint and sprint.is_closed:
                raise PlannedIntoClosedSprint(
                    f"{sprint} is closed; plan the story into an open one."
                )
            was, story.sprint = story.sprint, sprint
            return story.details_of(StoryPlanned, was=was, now=sprint)

        with self.project.changed_by(by):
            if sprint:
                self._must_be_ours(sprint, "sprint")
                sprint.refresh_from_db(fields=["state"])
            return self._change(planned, {"sprint": sprint}, by=by)

    def hand_to(self, owner: User | None, *, by: User) -> int:
        def handed(story: Story) -> EventDetails | None:
            if story.owner_id == (owner and owner.pk):
                return None
            if owner and roles.get(owner.pk, Role.GUEST) == Role.GUEST:
                raise not_working(owner, self.project)
            was, story.owner = story.owner_id, owner
            return story.details_of(
                StoryHanded,
                was=was,
                now=owner,
                was_discipline=disciplines.get(was, ""),
                now_discipline=disciplines.get(owner.pk, "") if owner else "",
            )

        with self.project.changed_by(by):
            members = list(self.project.team.memberships.at(clock.now()))
            disciplines: dict[int | None, str] = {one.user_id: one.discipline for one in members}
            roles = {one.user_id: one.role for one in members}
            return self._change(handed, {"owner": owner}, by=by)

    def file_under(self, theme: Theme | None, *, by: User) -> int:
        def filed(story: Story) -> EventDetails | None:
            if story.theme_id == (theme and theme.pk):
                return None
            was, story.theme = story.theme_id, theme
            return StoryFiled(was=was, now=theme.pk if theme else None)

        if theme:
            self._must_be_ours(theme, "theme")
        return self._change(filed, {"theme": theme}, by=by)

    def add_labels(self, labels: list[str], *, by: User) -> int:
        def labelled(story: Story) -> EventDetails | None:
            was, now = story.labels, tidy([*story.labels, *labels])
            if was == now:
                return None
            story.labels = now
            return StoryLabelled.of({"was": {"labels": was}, "now": {"labels": now}})

        return self._change(labelled, None, by=by)

    def drop(self, *, by: User) -> int:
        def dropped(story: Story) -> EventDetails | None:
            if story.column_id == column.pk:
                return None
            details: dict[str, Any] = {
                "was": story.column_id,
                "now": column.pk,
                "was_category": story.category,
                "now_category": column.category,
            }
            if next(standing) >= (column.wip_limit or inf):
                details["over_limit"] = True
            story.column, story.category, story.done_at = column, column.category, None
            return StoryMoved(**details)

        with self.project.changed_by(by):
            column = self.project.columns.first_of(Category.DROPPED)
            standing = count(column.stories.count())
            now = {"column": column, "category": column.category, "done_at": None}
            return self._change(dropped, now, by=by)

    def _change(
        self,
        change: Callable[[Story], EventDetails | None],
        now: dict[str, Any] | None,
        *,
        by: User,
    ) -> int:
        """Write what `change` says of each story, read again under the lock; None: it is so.

        `now` is what the columns are afterwards; None, if labels differ from story to story.
        """
        changed = []
        lines: list[tuple[Any, Any]] = []
        with self.project.changed_by(by) as actor:
            moment = clock.now()
            stories = list(self.stories.select_related("sprint"))
            for story in stories:
                story.project = self.project  # whose lock is held
                with naming(story):
                    details = change(story)
                if details:
                    story.updated_at = moment
                    changed.append(story)
                    lines.append((details, {"story": story}))
            if changed and now is None:
                Story.objects.bulk_update(changed, ["labels", "updated_at"])
            elif changed and now:
                rows = Story.objects.filter(pk__in=[story.pk for story in changed])
                rows.update(**now, updated_at=moment)
            if changed:
                self.project.write_all(lines, by=actor)
        return len(stories)

    def _must_be_ours(self, row: Sprint | Theme, noun: str) -> None:
        if row.project_id != self.project.pk:
            raise OfAnotherProject(f"This {noun} belongs to another project.", noun)


@contextmanager
def naming(story: Story) -> Iterator[None]:
    """Say of what is refused inside which story it was."""
    try:
        yield
    except Refused as refusal:
        refusal.sentence = f"{story.key}: {refusal.sentence} Nothing was changed."
        raise
