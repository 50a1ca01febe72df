"""One change of many stories: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from base.refusals import Refused

if TYPE_CHECKING:
    from projects.models.project import Project
    from projects.models.theme import Theme
    from sprints.models.sprint import Sprint
    from stories.models.story import StoryQuerySet
    from teams.models.user import User

MOST_AT_ONCE = 200


class Bulk:
    """Stories of one project that are changed together, through the verbs of each."""

    def __init__(self, project: Project, stories: StoryQuerySet) -> None:
        self.project, self.stories = project, stories

    def plan_into(self, sprint: Sprint, *, by: User) -> int:
        return self._each(by, lambda story: story.plan_into(sprint, by=by))

    def hand_to(self, owner: User, *, by: User) -> int:
        return self._each(by, lambda story: story.hand_to(owner, by=by))

    def file_under(self, theme: Theme, *, by: User) -> int:
        return self._each(by, lambda story: story.file_under(theme, by=by))

    def add_labels(self, labels: list[str], *, by: User) -> int:
        return self._each(by, lambda story: story.label([*story.labels, *labels], by=by))

    def drop(self, *, by: User) -> int:
        return self._each(by, lambda story: story.drop(by=by))

    def _each(self, by: User, verb: Callable[..., Any]) -> int:
        """The lock is taken once for all, so that nobody changes them in between."""
        with self.project.changed_by(by):
            for story in self.stories:
                try:
                    verb(story)
                except Refused as refusal:
                    refusal.sentence = f"{story.key}: {refusal.sentence} Nothing was changed."
                    raise
        return len(self.stories)
