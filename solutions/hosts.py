"""Solutions, trials and incidents hold files, such as drawings: see files/hosts.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from files.hosts import Host, hosts_files
from solutions.models import Incident, Solution, Trial

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from teams.models.user import User


@hosts_files
class SolutionHost(Host):
    kind, on, model, title = "solution", "a solution", Solution, "name"
    noun = "the solution"
    even_closed = True  # what is used goes on after the project is finished

    def page_of(self, row: Solution) -> str:
        return f"{row.address}#files"

    def is_internal(self, row: Solution) -> bool:
        return not row.is_shared


@hosts_files
class IncidentHost(Host):
    kind, on, model = "incident", "an incident", Incident
    noun = "the incident"
    even_closed = True  # what went wrong is told after the project is finished, too

    def page_of(self, row: Incident) -> str:
        return f"{row.address}#files"

    def is_internal(self, row: Incident) -> bool:
        return not row.is_shared


@hosts_files
class TrialHost(Host):
    """Like what was observed: an outcome that guests see shows no files of itself."""

    kind, on, model, title = "trial", "a trial", Trial, "name"
    noun = "the trial"
    even_closed = True  # as observations are

    def visible_to(self, user: User) -> QuerySet[Any, Any]:
        return Trial.objects.shown_whole_to(user)

    def page_of(self, row: Trial) -> str:
        return f"{row.address}#files"

    def is_internal(self, row: Trial) -> bool:
        return not row.is_shared
