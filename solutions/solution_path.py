"""The path of one solution, as a project has its own: sketched, fits, tried in the wild, live."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projects.models.sides import SIDES
from projects.path import NOT_BEGUN, PathStep, Progress, settled, under_way
from solutions.models import Deployment, Stage, Trial
from solutions.models.fit_state import FitCounts
from solutions.models.stage import Marks, marks_of

if TYPE_CHECKING:
    from solutions.deployment_list import DeploymentRow
    from solutions.solution_card import SolutionCard

# Each step's key and name, and where the passport speaks of it.
STEPS = (
    ("sketch", "Sketch", "words"),
    ("fit", "Fit", "fit"),
    ("wild", "In the wild", "trials"),
    ("live", "Live", "deployments"),
)


def path_of(
    card: SolutionCard, *, sees_fit: bool, tried: list[str], deployed: list[DeploymentRow]
) -> list[PathStep]:
    """Its steps in their order, as far as the reader sees its fit, its trials and deployments."""
    marks = marks_of(card.solution)
    told = {
        "sketch": sketched(marks),
        "fit": fit(marks) if sees_fit else None,
        "wild": wild(tried, marks),
        "live": live(card.stage, deployed),
    }
    steps = []
    for key, name, place in STEPS:
        if progress := told[key]:
            address = f"{card.solution.address}#{place}"
            steps.append(PathStep(key, name, *progress, address))
    return steps


def sketched(marks: Marks) -> Progress:
    missing = marks.missing_of_sketch
    return under_way("; ".join(missing)) if missing else settled("described, served and kept")


def fit(marks: Marks) -> Progress:
    """Signed, or how many items wait; that it was signed long ago, its mark says."""
    told = marks.found["fit_now"]
    if told is None:
        return NOT_BEGUN
    if waiting := FitCounts.of(told["states"]).words:
        return under_way(waiting)
    if unsigned := [side.label.lower() for side in SIDES if not told[side.value]]:
        return under_way(f"{' and '.join(unsigned)} to sign")
    return settled("signed")


def wild(states: list[str], marks: Marks) -> Progress:
    if Trial.State.RUNNING in states:
        return under_way("a trial runs")
    if marks.found["passed_now"]:
        return settled("a trial passed")
    if marks.found["passed_before"]:
        return under_way("a trial of earlier words passed")
    return under_way("no trial has passed yet") if states else NOT_BEGUN


def live(stage: Stage, deployed: list[DeploymentRow]) -> Progress:
    if stage == Stage.LIVE:
        return settled("in production")
    if stage == Stage.RETIRED:
        return settled("retired")
    for row in deployed:
        if row.environment == Deployment.Environment.PRODUCTION:
            return under_way(row.word.lower())
    return NOT_BEGUN
