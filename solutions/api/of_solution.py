"""What stands under a solution: of it guests see outcomes, also where it wasn't shown itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404

from projects.api.base import OfProjectResource
from solutions.models import Solution

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from projects.models import Project


def solutions_in(view: Any) -> QuerySet[Any]:
    """The solution in the address."""
    seen: QuerySet[Any] = Solution.objects.seen_with_outcomes(view.request.user)
    project = view.kwargs["project"].upper()
    return seen.filter(project__key=project, pk=view.kwargs["solution"])


class OfSolutionResource(OfProjectResource):
    """Rows under /projects/TV/solutions/6/."""

    solution: Solution

    def seen(self, rows: Any) -> Any:
        return super().seen(rows).filter(solution=self.kwargs["solution"])

    def must_see_parent(self) -> None:
        get_object_or_404(solutions_in(self))

    def scope_of_new(self) -> Project:
        rows = solutions_in(self).select_related("project__team")
        self.solution = get_object_or_404(rows)
        project: Project = self.solution.project
        return project
