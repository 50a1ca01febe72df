"""The way of a project, a step after the other: from its goal to the value that was seen.

A step is not begun, under way or settled, and stops nobody. Each room registers the steps that are
its own; what they read comes with the project's row, so that a path costs no statement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models

from base.roles import Role

if TYPE_CHECKING:
    from projects.models import Project
    from teams.roster import TeamRoster

KEYS = (
    "goal",
    "use_cases",
    "questions",
    "charter",
    "plan",
    "hypotheses",
    "fit",
    "wild",
    "live",
    "value",
)


class StepState(models.TextChoices):
    NOT_BEGUN = "not_begun", "Not begun"
    UNDER_WAY = "under_way", "Under way"
    SETTLED = "settled", "Settled"


ICONS = {
    StepState.NOT_BEGUN: "circle-dashed",
    StepState.UNDER_WAY: "circle",
    StepState.SETTLED: "circle-check",
}


class Progress(NamedTuple):
    """How far a step is, and the same in a few words: “2 of 8 questions need engineering”."""

    state: StepState
    words: str


NOT_BEGUN = Progress(StepState.NOT_BEGUN, "not begun")


def under_way(words: str) -> Progress:
    return Progress(StepState.UNDER_WAY, words)


def settled(words: str) -> Progress:
    return Progress(StepState.SETTLED, words)


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody does first in a step, and where."""

    words: str
    address: Callable[[Project], str]
    needs: Role = Role.MEMBER


@dataclass(frozen=True, slots=True)
class Step:
    """A step of every project; `tells` its progress from what was read, to members or guests."""

    key: str
    name: str
    purpose: str  # what it is for, in two sentences
    act: Act
    address: Callable[[Project], str]
    tells: Callable[[Mapping[str, Any], bool], Progress]
    reads: Callable[[], dict[str, Any]] = dict  # expressions over the project's row
    is_internal: bool = False  # guests aren't told how far it is

    def act_for(self, project: Project, roster: TeamRoster) -> Act | None:
        """The act, if the reader may do it."""
        may = roster.leads if self.act.needs == Role.LEAD else roster.works
        return self.act if may and project.is_open else None


_steps: dict[str, Step] = {}


def register(*steps: Step) -> None:
    for step in steps:
        assert step.key in KEYS, step.key
        _steps[step.key] = step


def purpose_of(key: str) -> str:
    """What a step is for, for a page that has no path."""
    return _steps[key].purpose


def path_reads() -> dict[str, Any]:
    """What annotates a query of projects, so that their paths can be told."""
    reads: dict[str, Any] = {}
    for step in _steps.values():
        reads |= step.reads()
    return reads


@dataclass(frozen=True, slots=True)
class PathStep:
    """A step as far as one project has come in it."""

    key: str
    name: str
    state: StepState
    words: str
    address: str
    purpose: str = ""
    act: str = ""  # what can be done first, in words; empty where the reader can't
    act_address: str = ""

    @property
    def icon(self) -> str:
        return ICONS[self.state]

    @property
    def spoken(self) -> str:
        """What is read out in the icon's place, where the words don't say it."""
        return "" if self.state == StepState.NOT_BEGUN else f"{self.state.label}:"


class Path:
    """The steps of one project in their order, as one person sees them."""

    def __init__(self, project: Project, roster: TeamRoster) -> None:
        read = vars(project)
        self.steps: list[PathStep] = []
        for key in KEYS:
            step = _steps[key]
            if step.is_internal and not roster.works:
                continue
            progress = step.tells(read, roster.works)
            act = step.act_for(project, roster)
            self.steps.append(
                PathStep(
                    key,
                    step.name,
                    *progress,
                    step.address(project),
                    step.purpose,
                    act.words if act else "",
                    act.address(project) if act else "",
                )
            )

    @property
    def purposes(self) -> dict[str, str]:
        """What each step is for, by its key: its page says so where it is empty."""
        return {step.key: step.purpose for step in self.steps}

    @property
    def next(self) -> PathStep | None:
        """The first that isn't settled."""
        return next((step for step in self.steps if step.state != StepState.SETTLED), None)
