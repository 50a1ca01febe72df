"""An incident with all that its page shows."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404

from files.file_list import FileList, files_on
from history.activity import Names, sentences_of
from history.models import Event
from projects.models.read_along import rows_of
from solutions.models import Deployment, Incident, Solution
from solutions.solution_detail import keyed
from stories.models import Story
from teams.models.membership import Actor

if TYPE_CHECKING:
    from history.activity.line import Line
    from teams.models.user import User

HISTORY = 50  # lines on the page


class IncidentDetail:
    """What its page shows: the team's own, until a member shows it to the customer."""

    def __init__(self, incident: Incident, reader: User) -> None:
        self.incident, self.reader = incident, reader
        self.project = incident.project
        self.actor = Actor.of(incident.project.team, reader)

    @classmethod
    def found(cls, pk: int, reader: User) -> Self:
        seen = Solution.objects.visible_to(reader).filter(pk=OuterRef("solution"))
        whole = Deployment.objects.visible_to(reader).filter(pk=OuterRef("deployment"))
        fixes = Deployment.objects.visible_to(reader).newest_first()
        stories = Story.objects.by_rank()
        rows = Incident.objects.visible_to(reader).annotate(
            shows_solution=Exists(seen.order_by()),
            shows_deployment=Exists(whole.order_by()),
            fix_rows=rows_of(fixes, "fixes", pk="pk", version="version", state="state"),
            story_rows=rows_of(
                stories, "incidents", number="number", title="title", category="category"
            ),
            file_rows=files_on("incident"),
        )
        rows = rows.select_related("project__team", "solution", "deployment")
        return cls(get_object_or_404(rows, pk=pk), reader)

    @property
    def works(self) -> bool:
        return self.actor.works

    @property
    def may_change(self) -> bool:
        """Also after the project is finished."""
        return self.works

    @property
    def shows_solution(self) -> bool:
        return bool(vars(self.incident)["shows_solution"])

    @property
    def shows_deployment(self) -> bool:
        return bool(vars(self.incident)["shows_deployment"])

    @property
    def fixes(self) -> list[dict[str, Any]]:
        rows = []
        for row in vars(self.incident)["fix_rows"]:
            rows.append(row | {"word": Deployment.State(row["state"]).label})
        return rows

    @property
    def stories(self) -> list[dict[str, Any]]:
        return keyed(self.project.key, vars(self.incident)["story_rows"])

    @cached_property
    def files(self) -> FileList:
        return FileList(self.incident, self.actor, vars(self.incident)["file_rows"])

    @cached_property
    def lines(self) -> list[Line]:
        """The newest of what was done with it; all of it stands in the project's activity."""
        events = Event.objects.of_row(self.project, "incident", self.incident.pk).for_timeline()
        if not self.works:
            events = events.for_guests()
        return sentences_of(events[:HISTORY], Names())
