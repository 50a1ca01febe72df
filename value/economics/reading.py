"""What solutions are thought to be worth: what was said of them, what is missing, what follows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import FloatField
from django.db.models.functions import Cast
from django.urls import reverse

from base.refusals import Link
from numerics.economics.elicited import LARGEST, Elicited
from numerics.economics.outlook import Inputs, Outlook, outlook_of
from projects.models.read_along import rows_of
from solutions.models import FitReview
from value.economics.build_cost import BuildCost, TeamWork, works_in, works_of
from value.models import Economics

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from solutions.models import Solution


@dataclass(frozen=True, slots=True)
class Missing:
    """What isn't known yet, in words, and where it is said."""

    sentence: str
    link: Link
    asks_lead: bool = False  # whether leads alone say it


class SolutionEconomics:
    """One solution: its ranges, its costs, and the outlook once nothing is missing."""

    def __init__(self, solution: Solution, work: TeamWork) -> None:
        self.solution, self.project, self.team = solution, solution.project, work.team
        self.said = _said_of(solution)
        self.build_cost: BuildCost | None = work.cost_of(solution.pk)

    @property
    def currency(self) -> str:
        return self.project.currency

    @property
    def run_cost(self) -> tuple[float, float] | None:
        """A month, from the newest round of its fit."""
        for fit in vars(self.solution)["fit_rows"]:
            if fit["low"] is not None:
                return fit["low"], fit["high"]
        return None

    @property
    def ends(self) -> dict[str, tuple[float, float] | None]:
        """Each input's range, as far as it is known; money in the currency, times in months."""
        said, build = self.said, self.build_cost
        return {
            "value": _both(said.value_low, said.value_high),
            "ramp": _both(said.ramp_low, said.ramp_high),
            "run_cost": self.run_cost,
            "lasts": (said.lasts_low, said.lasts_high),
            "build_cost": (build.low, build.high) if build else None,
        }

    @cached_property
    def missing(self) -> list[Missing]:
        """What has to be said before anything is drawn, the first step first."""
        solution = self.solution.pk
        found = []
        if not self.currency:
            link = Link("the project’s currency", self._at("project_currency", self.project.key))
            told = "Nobody has said what its money is counted in"
            found.append(Missing(told, link, asks_lead=True))
        estimate = self._at("economics_estimates", solution)
        if not self.ends["value"]:
            link = Link("value a month at full use", estimate)
            found.append(Missing("Nobody has estimated what it is worth", link))
        if not self.ends["ramp"]:
            link = Link("months until full use", estimate)
            found.append(Missing("Nobody has estimated when it is in full use", link))
        if not self.ends["run_cost"]:
            link = Link("run cost a month, in its fit", self._at("solution_fit", solution))
            found.append(Missing("Its fit doesn’t say what it costs to run", link))
        return found + self._missing_of_build

    @property
    def _missing_of_build(self) -> list[Missing]:
        rate = Link("what a day of the team costs", self._at("day_rates", self.team.slug))
        stories = Link("its stories", self.solution.address)
        if self.team.day_rate is None:
            return [Missing("Nobody has said what a day of the team costs", rate, asks_lead=True)]
        if self.currency and self.team.day_rate_currency != self.currency:
            told = (
                f"A day of the team is told in {self.team.day_rate_currency}, the project "
                f"counts in {self.currency}; nothing is converted"
            )
            return [Missing(told, rate, asks_lead=True)]
        if self.build_cost is None:
            told = "None of its stories is finished yet, so nothing tells what building it costs"
            return [Missing(told, stories)]
        if not self.build_cost.person_days:
            people = Link("the team’s people", self._at("people", self.team.slug))
            told = "The team has no capacity on the days on which its stories were worked on"
            return [Missing(told, people)]
        if self.build_cost.high > LARGEST:
            return [Missing("Building it costs more than can be counted", rate, asks_lead=True)]
        return []

    @cached_property
    def outlook(self) -> Outlook | None:
        """What follows, drawn anew each time: the same inputs give the same numbers."""
        if self.missing:
            return None
        known = {name: ends for name, ends in self.ends.items() if ends}
        build_low, build_high = known["build_cost"]
        inputs = Inputs(
            value=Elicited(*known["value"]),
            ramp=Elicited(*known["ramp"], is_signed=False),
            run_cost=Elicited(*known["run_cost"], is_signed=False),
            lasts=Elicited(*known["lasts"], is_signed=False),
            build_low=build_low,
            build_high=build_high,
        )
        return outlook_of(inputs, seed=self.solution.pk)

    @staticmethod
    def _at(name: str, word: str | int) -> str:
        return reverse(name, args=[word])


def with_economics(rows: QuerySet[Solution]) -> QuerySet[Solution]:
    """Read with each what was said of it, what its fit says of its run cost, and its stories."""
    low, high = (Cast(f"run_cost_{end}", FloatField()) for end in ("low", "high"))
    fits = FitReview.objects.current().order_by("pk")
    annotated = rows.annotate(
        fit_rows=rows_of(fits, "solution", low=low, high=high), work_rows=works_of()
    )
    return annotated.select_related("project__team", "economics")


def economics_of(solutions: Iterable[Solution]) -> list[SolutionEconomics]:
    """Tell it of solutions of one project, which were read `with_economics`."""
    rows = list(solutions)
    if not rows:
        return []
    works = {row.pk: works_in(vars(row)["work_rows"]) for row in rows}
    work = TeamWork(rows[0].project.team, works)
    return [SolutionEconomics(row, work) for row in rows]


def _said_of(solution: Solution) -> Economics:
    try:
        said: Economics = solution.economics
    except ObjectDoesNotExist:
        return Economics(project=solution.project, solution=solution)
    return said


def _both(low: float | None, high: float | None) -> tuple[float, float] | None:
    return None if low is None or high is None else (low, high)
