"""What the drafts of new stories name, read once for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from base import clock
from stories.models.column import Category

if TYPE_CHECKING:
    from projects.models.project import Project

# What may have ended since it was read: it is read again under the project's lock.
ENDING = ("sprint", "release")


class Named:
    """Columns, owners, sprints and releases of drafts, as they are under the project's lock."""

    def __init__(self, project: Project, drafts: list[dict[str, Any]]) -> None:
        self.first = None
        if not all(draft.get("column") for draft in drafts):
            self.first = project.columns.first_of(Category.TODO)
        self.disciplines: dict[int, str] = {}
        if any(draft.get("owner") for draft in drafts):
            members = project.team.memberships.at(clock.now()).working()
            self.disciplines = dict(members.values_list("user_id", "discipline"))
        self.rows: dict[str, dict[int, Any]] = {}
        for name in ENDING:
            rows = {draft[name] for draft in drafts if draft.get(name)}
            if rows:
                model = type(next(iter(rows)))
                self.rows[name] = model._default_manager.in_bulk([row.pk for row in rows])

    def now(self, draft: dict[str, Any]) -> dict[str, Any]:
        """Return the draft with the rows as they are now."""
        rows = {}
        for name in ENDING:
            if row := draft.get(name):
                rows[name] = self.rows[name].get(row.pk, row)
        return {**draft, **rows, "column": draft.get("column") or self.first}
