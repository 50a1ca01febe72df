"""From which rows the figures of delivery are told: two statements, of one project or many."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, OuterRef, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, JSONObject

from base import clock
from facts.models import StoryFact
from history.models import Event
from numerics.statistics.survival import DONE, DROPPED, OPEN
from solutions.models import Deployment, Incident, Settlement, Solution
from solutions.models.drama_reading import moment_of, went_live_at
from value.delivery.figures import (
    Figure,
    Lasted,
    gap_figure,
    lead_figure,
    notice_figure,
    restore_figure,
    share_figure,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

LINKED, UNLINKED = "solution_story_linked", "solution_story_unlinked"


class Delivery:
    """How versions of the solutions of some projects reach production, and what happens there."""

    def __init__(self, projects: Iterable[int]) -> None:
        self.projects, self.now = list(projects), clock.now()

    @property
    def figures(self) -> dict[str, Figure]:
        """Each figure by its name."""
        return {
            "gaps": gap_figure([one["since"].timestamp() for one in self._deployments]),
            "lead_time": lead_figure(self._leads),
            "incident_share": share_figure(self._settled),
            "time_to_notice": notice_figure(self._lasted("noticed_at")),
            "time_to_restore": restore_figure(self._lasted("restored_at")),
        }

    @cached_property
    def _deployments(self) -> list[dict[str, Any]]:
        last = Settlement.objects.of_outer().order_by("-round")
        moments = {name: name for name in ("began_at", "noticed_at", "restored_at")}
        incidents = Incident.objects.of_outer_deployment().order_by("pk")
        rows = Deployment.objects.scored().in_projects(self.projects)
        told = rows.annotate(
            since=went_live_at(),
            settled=Subquery(last.values("deductions")[:1]),
            went_wrong=ArraySubquery(incidents.values(json=JSONObject(**moments))),
        )
        names = ("pk", "solution", "since", "settled", "went_wrong")
        return list(told.order_by("since", "pk").values(*names))

    def _lasted(self, until: str) -> list[Lasted]:
        """How long each incident of theirs took until it was noticed, or over."""
        found = []
        for one in self._deployments:
            for incident in one["went_wrong"]:
                began, ended = moment_of(incident["began_at"]), incident[until]
                last = moment_of(ended) if ended else max(self.now, began)
                found.append(Lasted((last - began).total_seconds(), DONE if ended else OPEN))
        return found

    @property
    def _settled(self) -> list[tuple[int, bool]]:
        """Of each settled deployment its solution, and whether it lost something by incidents."""
        found = []
        for one in self._deployments:
            if one["settled"] is not None:
                had = any(row["incidents"] for row in one["settled"])
                found.append((one["solution"], had))
        return found

    @property
    def _leads(self) -> list[Lasted]:
        """One a solution for which work has begun before it was in production, or ended."""
        first: dict[int, datetime] = {}
        for one in self._deployments:
            first.setdefault(one["solution"], one["since"])
        found = []
        for solution in self._solutions:
            live = first.get(solution["pk"])
            until = live or solution["ended_at"] or self.now
            started = _first_start(solution["story_lines"], until)
            if started is None:
                continue
            end = DROPPED if solution["ended_at"] else OPEN
            found.append(Lasted((until - started).total_seconds(), DONE if live else end))
        return found

    @property
    def _solutions(self) -> list[Any]:
        """Each with what history says of its stories, in its order, and when these were started."""
        lines = Event.objects.filter(
            project=OuterRef("project"), verb__in=(LINKED, UNLINKED)
        ).annotate(solution=_number("solution"), of_story=_number("story"))
        started = StoryFact.objects.filter(story=OuterRef("of_story")).values("started_at")
        told = JSONObject(story="of_story", at="at", verb="verb", started=Subquery(started))
        links = lines.filter(solution=OuterRef("pk")).order_by("pk").values(json=told)
        rows = Solution.objects.in_projects(self.projects).annotate(
            story_lines=ArraySubquery(links)
        )
        return list(rows.order_by("pk").values("pk", "ended_at", "story_lines"))


def _number(name: str) -> Cast:
    """An id in the details of an event."""
    return Cast(KT(f"details__{name}"), BigIntegerField())


def _first_start(links: list[dict[str, Any]], until: datetime) -> datetime | None:
    """When the first of the stories that served it at that time was started."""
    serving: dict[int, str | None] = {}
    for line in links:
        if moment_of(line["at"]) > until:
            continue
        if line["verb"] == LINKED:
            serving[line["story"]] = line["started"]
        else:
            serving.pop(line["story"], None)
    moments = [moment_of(started) for started in serving.values() if started]
    return min((moment for moment in moments if moment <= until), default=None)
