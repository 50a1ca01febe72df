"""A deployment with all that its page shows."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Subquery
from django.shortcuts import get_object_or_404
from django.urls import reverse

from base.roles import Role
from history.activity import Names, sentences_of
from history.models import Event
from projects.models.read_along import rows_of
from solutions.drama_told import DramaTold
from solutions.incident_list import IncidentRow, incidents_on, rows_from
from solutions.models import Deployment, Incident, Solution
from solutions.models.deployment_gate import PRODUCTION, gate_of
from solutions.models.drama_reading import DramaReading
from solutions.solution_detail import keyed
from stories.models import Story
from teams.models.membership import Actor

if TYPE_CHECKING:
    from history.activity.line import Line
    from solutions.models.deployment_gate import GateReading
    from teams.models.user import User

UNBEGUN = (Deployment.State.PLANNED, Deployment.State.CANCELLED)
HISTORY = 50  # lines on the page
LACKED = {"fit": "a signed fit", "trial": "a passed trial"}


class DeploymentDetail:
    """What its page shows: guests see what came of it, and no internal line."""

    def __init__(self, deployment: Deployment, reader: User) -> None:
        self.deployment, self.reader = deployment, reader
        self.project = deployment.project
        self.actor = Actor.of(deployment.project.team, reader)

    @classmethod
    def found(cls, pk: int, reader: User) -> Self:
        seen = Solution.objects.visible_to(reader).filter(pk=OuterRef("solution"))
        people = Deployment.attended_by.through.objects.filter(deployment=OuterRef("pk"))
        people = people.order_by("user__name", "pk")
        before = Deployment.objects.before_outer().values("state")
        rows = Deployment.objects.visible_to(reader).annotate(
            shows_solution=Exists(seen.order_by()),
            one_before=Subquery(before[:1]),
            shows_fixed=Exists(Incident.objects.visible_to(reader).filter(pk=OuterRef("fixes"))),
            incident_rows=incidents_on(reader, "deployment"),
            story_rows=rows_of(
                Story.objects.by_rank(),
                "deployments",
                number="number",
                title="title",
                category="category",
            ),
            attended_names=ArraySubquery(people.values("user__name")),
        )
        rows = rows.with_drama().select_related("project__team", "solution", "fixes", "release")
        return cls(get_object_or_404(rows, pk=pk), reader)

    @property
    def works(self) -> bool:
        return self.actor.works

    @property
    def leads(self) -> bool:
        """An admin isn't a lead."""
        return self.actor.role == Role.LEAD

    @property
    def shows_solution(self) -> bool:
        return bool(vars(self.deployment)["shows_solution"])

    @property
    def is_outside_hours(self) -> bool:
        """Whether it began when the team, by the hours it says, doesn't work."""
        began = self.deployment.started_at or self.deployment.live_at
        return began is not None and not self.project.team.works_at(began)

    @property
    def may_plan(self) -> bool:
        return self.works and self.deployment.state == Deployment.State.PLANNED

    @property
    def may_go_live(self) -> bool:
        return self.works and self.deployment.state == Deployment.State.STARTED

    @property
    def may_roll_back(self) -> bool:
        return self.works and self.deployment.is_live

    @property
    def may_waive(self) -> bool:
        """Afterwards, of what was reported."""
        return self.leads and self.deployment.gate == Deployment.Gate.NOT_PASSED

    @property
    def lacked(self) -> str:
        return " and ".join(LACKED[name] for name in self.deployment.lacked)

    @property
    def fixed(self) -> Incident | None:
        """The incident that it mends; guests see it once it was shown."""
        return self.deployment.fixes if vars(self.deployment)["shows_fixed"] else None

    @property
    def use_page(self) -> str:
        """Where it is said since when its release is used, with the day it went live filled in."""
        one, release = self.deployment, self.deployment.release
        if not (self.works and release and release.is_open and one.is_live):
            return ""
        if one.environment != PRODUCTION or one.live_at is None:
            return ""
        day = self.project.team.day_of(one.live_at)
        return f"{reverse('release_uses', args=[release.pk])}?first_used_on={day}"

    @property
    def may_report(self) -> bool:
        return self.works and self.deployment.state not in UNBEGUN

    @property
    def report_page(self) -> str:
        """The form of an incident, with this one chosen."""
        one = self.deployment
        return f"{reverse('new_incident', args=[one.solution_id])}?deployment={one.pk}"

    @property
    def incidents(self) -> list[IncidentRow]:
        return rows_from(vars(self.deployment)["incident_rows"])

    @property
    def attended_by(self) -> str:
        """Who of the customer was there."""
        return ", ".join(vars(self.deployment)["attended_names"])

    @property
    def may_change(self) -> bool:
        """Whether stories may come of it: once it has begun, also after the project is finished."""
        return self.may_report

    @property
    def stories(self) -> list[dict[str, Any]]:
        return keyed(self.project.key, vars(self.deployment)["story_rows"])

    @cached_property
    def drama(self) -> DramaTold:
        """What it came to, so far or as it was settled."""
        return DramaTold(DramaReading(self.deployment), works=self.works)

    @property
    def asks_me(self) -> bool:
        """Whether it waits for my answer on day 30."""
        return self.works and self.drama.asks(self.reader.pk)

    @cached_property
    def gate(self) -> GateReading | None:
        """What its start would say, as long as it is planned for production."""
        meets = self.may_plan and self.deployment.has_gate
        return gate_of(self.deployment.solution) if meets else None

    @property
    def missing(self) -> list[str]:
        """What is asked of it and stops nobody."""
        words = []
        was_taken_back = vars(self.deployment)["one_before"] == Deployment.State.ROLLED_BACK
        is_asked = was_taken_back and self.deployment.environment == "production"
        if is_asked and not self.deployment.different:
            words.append("the last one was taken back, and it doesn’t say what is different")
        return words

    @cached_property
    def lines(self) -> list[Line]:
        """The newest of what was done with it; all of it stands in the project's activity."""
        one = self.deployment
        events = Event.objects.of_row(self.project, "deployment", one.pk).for_timeline()
        if not self.works:
            events = events.for_guests()
        known = {"deployment": {one.pk: one.version}, "solution": {one.solution_id: self._solution}}
        return sentences_of(events[:HISTORY], Names(**known))

    @property
    def _solution(self) -> str:
        return self.deployment.solution.name
