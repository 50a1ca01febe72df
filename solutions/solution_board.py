"""The solutions of a project by their stage, each with how long it has been there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from base.compiled_query import CompiledQuery
from solutions.card_renderer import drawn
from solutions.models import Deployment, Solution, Stage, Trial
from solutions.models.stage import ENDED
from solutions.solution_card import SolutionCard
from teams.models import User
from teams.models.membership import Actor

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from projects.models import Project

TRIALS = 30  # beside the board; all of a solution are on its page
DEPLOYMENTS = 15


@dataclass(frozen=True, slots=True)
class StageColumn:
    stage: Stage
    cards: list[SolutionCard]
    works: bool  # whether the reader does, in the team

    @property
    def drawn(self) -> list[str]:
        return [drawn(card, self.works) for card in self.cards]


def _seen_in(project: int, reader: int) -> QuerySet[Solution]:
    rows = Solution.objects.visible_to(User(pk=reader)).filter(project=project)
    found: QuerySet[Solution] = rows.with_stage().longest_first()
    return found


# Its expressions take longer to build than to run.
ROWS = CompiledQuery(_seen_in, "project", "reader")


class SolutionBoard:
    """What the page of a project's solutions shows: nearest to the idea first."""

    def __init__(self, project: Project, reader: User) -> None:
        self.project, self.reader = project, reader
        self.works = Actor.of(project.team, reader).works

    @property
    def may_sketch(self) -> bool:
        return self.works and self.project.is_open

    @cached_property
    def cards(self) -> list[SolutionCard]:
        rows = ROWS(project=self.project.pk, reader=self.reader.pk)
        return [SolutionCard(row) for row in rows]

    @cached_property
    def trials(self) -> list[Trial]:
        """What is tried and how it ended: outcomes are open, also of what guests don't see."""
        seen = Trial.objects.visible_to(self.reader).of_project(self.project)
        return list(seen.begun().running_first()[:TRIALS])

    @cached_property
    def deployments(self) -> list[Deployment]:
        """What came to something, the newest first: outcomes are open."""
        seen = Deployment.objects.visible_to(self.reader).of_project(self.project)
        return list(seen.with_outcome().newest_first()[:DEPLOYMENTS])

    @property
    def columns(self) -> list[StageColumn]:
        """Every stage on the way, whether something stands there or not."""
        return [self._column(stage) for stage in reversed(Stage) if stage not in ENDED]

    @property
    def ended(self) -> list[StageColumn]:
        found = [self._column(stage) for stage in ENDED]
        return [column for column in found if column.cards]

    def _column(self, stage: Stage) -> StageColumn:
        cards = [card for card in self.cards if card.stage == stage]
        return StageColumn(stage, cards, self.works)
