"""The files on a solution, its incidents and its trials, drawings and measurements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from files.api import OfProjectFiles

if TYPE_CHECKING:
    from django.db.models import QuerySet


class SolutionFileResource(OfProjectFiles):
    """The files on a solution; whoever sees that sees them."""

    kind, name_in_address = "solution", "solution"


class IncidentFileResource(OfProjectFiles):
    """The files on an incident; whoever sees that sees them."""

    kind, name_in_address = "incident", "incident"

    def hosts(self) -> QuerySet[Any, Any]:
        return super().hosts().filter(solution=self.kwargs["solution"])


class TrialFileResource(OfProjectFiles):
    """The files on a trial; like what was observed, guests see them once it was shown whole."""

    kind, name_in_address = "trial", "trial"

    def hosts(self) -> QuerySet[Any, Any]:
        return super().hosts().filter(solution=self.kwargs["solution"])
