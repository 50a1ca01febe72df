"""What came of a solution, as its passport shows it: read with the solution's row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse

from base.refusals import Link
from base.roles import Role
from metrics.models import HypothesisMetric, Observation, SuccessMetric
from solutions.models import Deployment, Stage
from solutions.models.stage import stage_of
from solutions.passport import NextStep
from value.asking import HERE_ONCE
from value.models import CheckIn
from value.models.check_in import next_day
from value.scoreboard import Score, newest_of, seen_in
from web.templatetags.dates import short_date
from web.templatetags.numbers import many

if TYPE_CHECKING:
    from solutions.models import Solution
    from teams.models.membership import Actor

METRIC = ("pk", "kind", "name", "unit", "baseline", "target", "direction", "due")


def _carried() -> Any:
    """The deployments by which a solution that an outer query is at brought releases to users."""
    here = Deployment.objects.of_outer().in_production().filter(state__in=HERE_ONCE)
    return here.exclude(release=None).order_by("pk")


def with_metrics() -> ArraySubquery:
    """By what its hypotheses are measured, and what answered a check-in of what it carried."""
    measures = HypothesisMetric.objects.filter(
        metric=OuterRef("pk"), hypothesis__solutions=OuterRef(OuterRef("pk"))
    )
    answers = CheckIn.objects.in_state(CheckIn.State.ANSWERED).filter(
        metric=OuterRef("pk"),
        release__deployments__solution=OuterRef(OuterRef("pk")),
        release__deployments__environment=Deployment.Environment.PRODUCTION,
        release__deployments__state__in=HERE_ONCE,
    )
    rows = SuccessMetric.objects.filter(Exists(measures.order_by()) | Exists(answers.order_by()))
    cells: dict[str, Any] = {name: name for name in METRIC}
    cells["seen"] = newest_of(Observation.objects.all())
    return ArraySubquery(rows.order_by("kind", "pk").values(json=JSONObject(**cells)))


def with_releases() -> ArraySubquery:
    """What its users have by it, each with how many of its check-ins wait."""
    waits = CheckIn.objects.open().filter(release=OuterRef("release")).order_by().values("pk")
    cells = JSONObject(
        pk="release",
        title="release__title",
        first_used_on="release__first_used_on",
        waits=ArraySubquery(waits),
    )
    return ArraySubquery(_carried().values(json=cells))


READ = {"value_metrics": with_metrics, "value_releases": with_releases}


@dataclass(frozen=True, slots=True)
class Carried:
    """A release that a solution brought into production, and since when it is used."""

    pk: int
    title: str
    first_used_on: date | None
    waits: int  # check-ins that nobody has answered


class SolutionValue:
    """What was promised and seen, and what is asked next; guests see the first alone."""

    def __init__(self, solution: Solution, actor: Actor) -> None:
        self.solution, self.actor = solution, actor
        self.project = solution.project

    @property
    def works(self) -> bool:
        return self.actor.works

    @cached_property
    def scores(self) -> list[Score]:
        scores = []
        for row in vars(self.solution)["value_metrics"]:
            seen = seen_in(row.pop("seen"))
            due = date.fromisoformat(row.pop("due"))
            scores.append(Score(SuccessMetric(**row, due=due), seen))
        return scores

    @cached_property
    def releases(self) -> list[Carried]:
        """Each once, the first that was carried first."""
        found = {}
        for row in vars(self.solution)["value_releases"]:
            used = row["first_used_on"]
            day = date.fromisoformat(used) if used else None
            found[row["pk"]] = Carried(row["pk"], row["title"], day, len(row["waits"]))
        return list(found.values())

    @property
    def missing(self) -> list[NextStep]:
        """What is to be said or done next, for the team; nothing stops anybody."""
        if not self.works or self.solution.is_ended:
            return []
        found = []
        if not self.scores and (step := self._unmeasured()):
            found.append(step)
        return found + self._asked

    def _unmeasured(self) -> NextStep | None:
        if not self.project.is_open:
            return None
        sentence = "No metric says yet what it is worth: none measures a hypothesis that it serves"
        if self.actor.role == Role.LEAD:
            page = reverse("success_metrics", args=[self.project.key])
            return NextStep(sentence, Link("Agree on a metric", page))
        page = reverse("solution_served", args=[self.solution.pk])
        return NextStep(sentence, Link("Choose what it serves", page))

    @property
    def _asked(self) -> list[NextStep]:
        """What waits for an answer; else when it is asked next, or that nothing is in use."""
        page = reverse("check_ins", args=[self.project.key])
        used = [one for one in self.releases if one.first_used_on]
        if waiting := sum(one.waits for one in used):
            verb = "waits" if waiting == 1 else "wait"
            words = f"{many(waiting, 'check-in')} of its releases {verb} for an answer"
            return [NextStep(words, Link("Answer", page))]
        if used and self.scores:
            day = min(self._asked_on(one.first_used_on) for one in used if one.first_used_on)
            words = f"It is asked again on {short_date(day)} what each metric says"
            return [NextStep(words, Link("See its check-ins", page))]
        if used or stage_of(self.solution) != Stage.LIVE:
            return []
        page = f"{self.solution.address}#deployments"
        words = "Nothing that it carries is in use yet: 30 days after that it is asked what it does"
        return [NextStep(words, Link("Say what it carries", page))]

    def _asked_on(self, first_used_on: date) -> date:
        today = self.project.team.today
        return first_used_on + timedelta(days=next_day((today - first_used_on).days))
