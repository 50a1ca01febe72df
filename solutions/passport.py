"""What is missing next in each part of a solution's passport, with where it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from base.refusals import Link
from solutions.models import Deployment, Stage, Trial
from solutions.models.fit_state import missing_of_fit
from solutions.models.stage import marks_of
from solutions.models.tried import missing_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from solutions.deployment_list import DeploymentRow
    from solutions.models import Solution
    from solutions.trial_list import TrialRow

State = Deployment.State


@dataclass(frozen=True, slots=True)
class NextStep:
    """A sentence, and a link to the page on which it is mended."""

    sentence: str
    link: Link


class Passport:
    """The next steps of a solution that stands, for who may take them; nothing stops anybody."""

    def __init__(
        self, solution: Solution, trials: list[TrialRow], deployments: list[DeploymentRow]
    ) -> None:
        self.solution, self.trials, self.deployments = solution, trials, deployments
        self.marks = marks_of(solution)
        self.is_open = solution.project.is_open  # else only deployments go on

    def _page(self, name: str) -> str:
        return reverse(name, args=[self.solution.pk])

    @property
    def keepers(self) -> list[NextStep]:
        there = Link("Name them", self._page("solution_keepers"))
        return _steps(self.marks.missing_keepers, there) if self.is_open else []

    @property
    def fit(self) -> list[NextStep]:
        there = Link("Look whether it fits", self._page("solution_fit"))
        return _steps(missing_of_fit(self.marks.found["fit_now"]), there) if self.is_open else []

    @property
    def wild(self) -> list[NextStep]:
        """A trial that runs asks for its verdict, one that passed to be confirmed."""
        if not self.is_open:
            return []
        running = [one for one in self.trials if one.is_running]
        if running:
            return [_of(one.name, "runs; its verdict is missing", one.address) for one in running]
        found = self.marks.found
        missing = missing_of(found, asks_trial=True)
        if found["passed_now"]:
            return _steps(missing, Link("See its trials", f"{self.solution.address}#trials"))
        drafted = [one for one in self.trials if one.state == Trial.State.DRAFTED]
        if drafted:
            return [_of(one.name, "is drafted, and hasn’t started", one.address) for one in drafted]
        return _steps(missing, Link("Draft a trial", self._page("new_trial")))

    @property
    def live(self) -> list[NextStep]:
        if self.marks.stage == Stage.LIVE:
            return []
        there = [one for one in self.deployments if one.is_in_production]
        for one in there:
            if one.state in (State.PLANNED, State.STARTED):
                word = "planned, and hasn’t started" if one.state == State.PLANNED else "under way"
                return [_of(one.version, f"is {word}", one.address)]
        plan = Link("Plan a deployment", self._page("new_deployment"))
        if there and there[0].state == State.ROLLED_BACK:
            sentence = f"“{there[0].version}” was taken back; the next says what is different"
            return [NextStep(sentence, plan)]
        return [NextStep("It isn’t in production", plan)]


def _of(name: str, words: str, address: str) -> NextStep:
    return NextStep(f"“{name}” {words}", Link("Open it", address))


def _steps(words: Iterable[str], link: Link) -> list[NextStep]:
    return [NextStep(f"{one[0].upper()}{one[1:]}", link) for one in words]
