from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject

from stories.events import StoryDepended, StoryReleased
from stories.models.part import StoryPart
from stories.refusals import DependencyCircle, DependencyOnNoOther

if TYPE_CHECKING:
    from teams.models.user import User

# Everything that the story waits for, directly or through others.
NEEDS = """
WITH RECURSIVE needs(id) AS (
    SELECT needs_id FROM stories_dependency WHERE story_id = %s
    UNION SELECT d.needs_id FROM stories_dependency d JOIN needs ON d.story_id = needs.id
)
SELECT id FROM needs
"""


class Dependency(models.Model):
    """One story can't be finished before another."""

    story = models.ForeignKey("stories.Story", models.PROTECT, related_name="dependencies")
    needs = models.ForeignKey("stories.Story", models.PROTECT, related_name="dependents")

    class Meta:
        verbose_name_plural = "dependencies"
        constraints = [
            models.UniqueConstraint(fields=["story", "needs"], name="depends_once"),
            models.CheckConstraint(condition=~Q(story=F("needs")), name="depends_on_another"),
        ]

    def __str__(self) -> str:
        return f"{self.story.key} needs {self.needs.key}"


def stories_at(end: str) -> ArraySubquery:
    """What a story `needs`, or which `story` waits for it, as an annotation of that story."""
    here = {"needs": "story", "story": "needs"}[end]
    rows = Dependency.objects.filter(**{here: OuterRef("pk")}).order_by(f"{end}__number")
    told = ("number", "title", "category", "column")
    return ArraySubquery(rows.values(json=JSONObject(**{name: f"{end}__{name}" for name in told})))


class Dependable(StoryPart):
    """What a story waits for, and what waits for it."""

    class Meta:
        abstract = True

    def depend_on(self, other: Self, *, by: User) -> None:
        """Say that this can't be finished before the other; circles are refused."""
        with self.project.changed_by(by) as actor:
            if other.project_id != self.project_id or other.pk == self.pk:
                raise DependencyOnNoOther("A story depends on another one of its project.", "needs")
            if self.dependencies.filter(needs=other).exists():
                return
            if self.pk in other.needed():
                raise DependencyCircle(f"{other.key} waits for {self.key} already.", "needs")
            self.dependencies.create(needs=other)
            self.store()
            self.record(StoryDepended(needs=other.pk, needs_key=other.key), by=actor)

    def release_from(self, other: Self, *, by: User) -> None:
        """It can go on without the other after all."""
        with self.project.changed_by(by) as actor:
            if self.dependencies.filter(needs=other).delete()[0]:
                self.store()
                self.record(StoryReleased(needs=other.pk, needs_key=other.key), by=actor)

    def needed(self) -> set[Any]:
        """The ids of all stories that this one waits for, through however many others."""
        return {row.pk for row in type(self).objects.raw(NEEDS, [self.pk])}
