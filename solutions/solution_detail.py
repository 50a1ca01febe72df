"""A solution with all that its page shows, like a passport."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.shortcuts import get_object_or_404

from base.roles import Discipline, Role
from files.file_list import FileList, files_on
from history.activity import Names, sentences_of
from history.models import Event
from projects.models import Hypothesis, UseCase
from projects.models.read_along import read_along, rows_of
from projects.models.sides import SIDES
from solutions.deployment_list import DeploymentRow, deployments_on, gates_on, rows_from
from solutions.fit_summary import FitSummary, signers
from solutions.incident_list import IncidentRow, incidents_on
from solutions.incident_list import rows_from as incident_rows_from
from solutions.models import Solution, SolutionLink, Stage
from solutions.passport import Passport
from solutions.solution_card import SolutionCard
from solutions.solution_path import path_of
from solutions.trial_list import TrialList, trials_on
from stories.models import Story
from teams.models.membership import Actor

if TYPE_CHECKING:
    from history.activity.line import Line
    from projects.path import PathStep
    from teams.models.user import User

HISTORY = 50  # lines on the page


def keyed(project: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Stories of a project as lists show them, with their keys."""
    return [{**row, "key": f"{project}-{row['number']}"} for row in rows]


class SolutionDetail:
    """What its page shows: a guest sees all of it, once it was shown to guests."""

    def __init__(self, solution: Solution, reader: User) -> None:
        self.solution, self.reader = solution, reader
        self.project = solution.project
        self.actor = Actor.of(solution.project.team, reader)
        self.card = SolutionCard(solution)

    @classmethod
    def found(cls, pk: int, reader: User) -> Self:
        seen = Solution.objects.visible_to(reader).with_stage()
        rows = seen.select_related("project__team", "science_keeper", "engineering_keeper")
        cases = UseCase.objects.order_by("position", "pk")
        tested = Hypothesis.objects.order_by("pk")
        stories = Story.objects.by_rank()
        rows = rows.annotate(
            case_rows=rows_of(cases, "solutions", pk="pk", title="title", gone="dropped_at"),
            tested_rows=rows_of(tested, "solutions", pk="pk", prediction="prediction"),
            story_rows=rows_of(
                stories, "solutions", number="number", title="title", category="category"
            ),
            link_rows=rows_of(
                SolutionLink.objects.all(), "solution", pk="pk", label="label", address="address"
            ),
            file_rows=files_on("solution"),
            trial_rows=trials_on(reader),
            incident_rows=incidents_on(reader, "solution"),
            deployment_rows=deployments_on(reader),
            gates_met=gates_on(),
            fit_signers=signers(),
            **read_along("solution"),
        )
        return cls(get_object_or_404(rows, pk=pk), reader)

    @cached_property
    def path(self) -> list[PathStep]:
        tried = [row.state for row in self.trials.rows]
        sees_fit = self.fit is not None
        return path_of(self.card, sees_fit=sees_fit, tried=tried, deployed=self.deployments)

    @property
    def works(self) -> bool:
        return self.actor.works

    @property
    def leads(self) -> bool:
        """An admin isn't a lead."""
        return self.actor.role == Role.LEAD

    @property
    def may_change(self) -> bool:
        return self.works and self.project.is_open and not self.solution.is_ended

    @property
    def may_name_keepers(self) -> bool:
        """Also after the project is finished: somebody looks after what is live."""
        return self.works and not self.solution.is_ended

    @property
    def may_drop(self) -> bool:
        """What is live is retired."""
        return self.leads and self.may_change and self.card.stage != Stage.LIVE

    @property
    def may_retire(self) -> bool:
        return self.leads and not self.solution.is_ended

    @property
    def may_take_up(self) -> bool:
        goes_on = self.project.is_open or self.solution.ended_as == "retired"
        return self.leads and self.solution.is_ended and goes_on

    @cached_property
    def missing(self) -> Passport | None:
        """What is missing next in each part, for who works on it; nothing of what has ended."""
        if not self.works or self.solution.is_ended:
            return None
        return Passport(self.solution, self.trials.rows, self.deployments)

    @property
    def asks_me(self) -> bool:
        """Whether it waits for my discipline to look at it."""
        return self.may_change and self.actor.discipline in self.card.unseen

    @property
    def unseen(self) -> list[str]:
        return [Discipline(side).label for side in self.card.unseen]

    @property
    def keepers(self) -> list[tuple[str, Any, bool]]:
        """Each discipline, who looks after it, and whether they work there in it now."""
        keepers = []
        for side in SIDES:
            there = vars(self.solution)[f"kept_by_{side}"]
            keepers.append((side.label, getattr(self.solution, f"{side}_keeper"), there))
        return keepers

    @property
    def use_cases(self) -> list[dict[str, Any]]:
        return list(vars(self.solution)["case_rows"])

    @property
    def hypotheses(self) -> list[dict[str, Any]]:
        return list(vars(self.solution)["tested_rows"])

    @property
    def links(self) -> list[dict[str, Any]]:
        return list(vars(self.solution)["link_rows"])

    @property
    def stories(self) -> list[dict[str, Any]]:
        return keyed(self.project.key, vars(self.solution)["story_rows"])

    @property
    def fit(self) -> FitSummary | None:
        """The newest round in short; a guest sees it once it was shown."""
        read = vars(self.solution)
        fit = FitSummary(read["fit_now"], read["fit_signers"])
        return fit if self.works or fit.is_shared else None

    @cached_property
    def trials(self) -> TrialList:
        """Those that the reader sees: guests outcomes, and what was shown to them."""
        return TrialList(self.solution, vars(self.solution)["trial_rows"])

    @property
    def may_deploy(self) -> bool:
        """Also after the project is finished."""
        return self.works and not self.solution.is_ended

    @property
    def gates(self) -> dict[str, int] | None:
        """How many went past the gate of production, of how many that met it."""
        told: dict[str, int] | None = vars(self.solution)["gates_met"]
        return told if self.works else None

    @property
    def deployments(self) -> list[DeploymentRow]:
        """Those that the reader sees: guests what came to something."""
        return rows_from(vars(self.solution)["deployment_rows"])

    @property
    def may_report(self) -> bool:
        """Of what was deployed, also after the project is finished."""
        return self.works and bool(self.deployments)

    @property
    def incidents(self) -> list[IncidentRow]:
        """The team's own, until a member shows them."""
        return incident_rows_from(vars(self.solution)["incident_rows"])

    @cached_property
    def files(self) -> FileList:
        return FileList(self.solution, self.actor, vars(self.solution)["file_rows"])

    @cached_property
    def lines(self) -> list[Line]:
        """The newest of what was done with it; all of it stands in the project's activity."""
        told = Event.objects.of_row(self.project, "solution", self.solution.pk)
        events = told.for_timeline()
        if not self.works:
            events = events.for_guests()
        return sentences_of(events[:HISTORY], Names(solution=self._named()))

    def _named(self) -> dict[int, str]:
        return {self.solution.pk: self.solution.name}
