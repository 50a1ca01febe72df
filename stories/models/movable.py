from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from base import clock
from stories.events import StoryMoved, StoryPlanned
from stories.models.column import CLOSED, Category
from stories.models.part import StoryPart
from stories.refusals import OfAnotherProject

if TYPE_CHECKING:
    from sprints.models.sprint import Sprint
    from stories.models.column import Column
    from teams.models.user import User


class Movable(StoryPart):
    """Where a story stands on the board, and how it gets from there to done."""

    column = models.ForeignKey("stories.Column", models.PROTECT, related_name="stories")
    # The column's category, kept beside it so that constraints and indexes can speak of it. The
    # database holds the pair (column, category) to a row of Column by a composite foreign key.
    category = models.CharField(max_length=8, choices=Category, editable=False)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_done(self) -> bool:
        return self.category == Category.DONE

    @property
    def is_open(self) -> bool:
        return self.category not in CLOSED

    def move_to(
        self, column: Column, *, by: User, above: Self | None = None, below: Self | None = None
    ) -> None:
        """Move the story, between two others if they are named; where it stands nothing happens."""
        with self.project.changed_by(by) as actor:
            self.refresh_from_db(fields=["column", "category", "done_at", "rank", "sprint"])
            if column.project_id != self.project_id:
                raise OfAnotherProject("This column belongs to another project.", "column")
            if column.pk == self.column_id:
                self.take_place(above, below, actor)
                return
            was_open = self.is_open
            details = self._step_into(column)
            details |= self.come_between(above, below, actor)
            if self.is_open and not was_open:
                left = self._leave_closed_sprint()
            else:
                left = None
            self.store("column", "category", "done_at", "rank", "sprint")
            self.record(StoryMoved(**details), by=actor)
            if left:
                self.record(self.details_of(StoryPlanned, was=left, now=None), by=actor)

    def drop(self, *, by: User) -> None:
        """Decide not to do it."""
        self.move_to(self.project.columns.first_of(Category.DROPPED), by=by)

    def _leave_closed_sprint(self) -> Sprint | None:
        """Work that is taken up again goes back to the backlog: a closed sprint is in no list."""
        left = self.sprint
        if left is None or not left.is_closed:
            return None
        self.sprint = None
        return left

    def _step_into(self, column: Column) -> dict[str, Any]:
        details = {
            "was": self.column_id,
            "now": column.pk,
            "was_category": self.category,
            "now_category": column.category,
        }
        if column.wip_limit and column.stories.count() >= column.wip_limit:
            details["over_limit"] = True  # a limit is an agreement: shown and told, not enforced
        self.column, self.category = column, column.category
        if self.is_done:
            self.done_at = self.done_at or clock.now()
        else:
            self.done_at = None
        return details
