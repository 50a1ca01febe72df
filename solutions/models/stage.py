"""The stage of a solution, which nobody sets: the first of these that holds, and since when.

A noun that moves solutions on adds its step here: the condition, and the moment from which it
held, each in terms of the solution's row. Rows read by `with_stage()` carry both, and what is
missing is told of them without another query.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce

from projects.models import UseCase
from projects.models.sides import SIDES
from solutions.models.fit_state import missing_of_fit
from solutions.models.fit_step import fit_now, is_signed, signed_since
from solutions.models.live import is_live, live_since
from solutions.models.look import Look
from solutions.models.tried import (
    TRIED,
    in_the_wild_since,
    is_in_the_wild,
    is_proven,
    missing_of,
    proven_since,
    tried_marks,
)
from teams.models import Membership

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable


class Stage(models.TextChoices):
    """How far a solution has come, the last step first."""

    RETIRED = "retired", "Retired"
    DROPPED = "dropped", "Dropped"
    LIVE = "live", "Live"
    PROVEN = "proven", "Proven"
    IN_THE_WILD = "in_the_wild", "In the wild"
    FITS = "fits", "Fits"
    SKETCHED = "sketched", "Sketched"


TRIAL_DUE = (Stage.FITS, Stage.LIVE)  # where it is said that no trial has passed
ENDED = (Stage.DROPPED, Stage.RETIRED)


@dataclass(frozen=True, slots=True)
class Step:
    """When a solution stands at a stage, and since when."""

    stage: Stage
    holds: Q | Exists
    since: Combinable


ASKED = (
    "serves_now",
    *[f"kept_by_{side}" for side in SIDES],
    *[f"seen_by_{side}" for side in SIDES],
    *TRIED,
    "fit_now",
)
SKETCHED_SINCE = Coalesce("taken_up_at", "sketched_at")


def steps() -> tuple[Step, ...]:
    """All of them, the last one first; made when they are asked for, as they read other tables."""
    return (
        Step(Stage.RETIRED, Q(ended_as=Stage.RETIRED), F("ended_at")),
        Step(Stage.DROPPED, Q(ended_as=Stage.DROPPED), F("ended_at")),
        Step(Stage.LIVE, is_live(), live_since()),
        Step(Stage.PROVEN, is_proven(), proven_since()),
        Step(Stage.IN_THE_WILD, is_in_the_wild(), in_the_wild_since()),
        Step(Stage.FITS, is_signed(), signed_since()),
    )


def stage() -> Case:
    """The stage, as one expression over a solution's row."""
    cases = [When(step.holds, then=Value(step.stage.value)) for step in steps()]
    sketched = Value(Stage.SKETCHED.value)
    return Case(*cases, default=sketched, output_field=models.CharField())


def since() -> Case:
    """Since when it stands there."""
    cases = [When(step.holds, then=step.since) for step in steps()]
    return Case(*cases, default=SKETCHED_SINCE, output_field=models.DateTimeField())


def marks() -> dict[str, Any]:
    """What is asked of a solution beside its stage; where one is false, `missing` says so."""
    use_cases = UseCase.objects.standing().order_by()
    found: dict[str, Any] = {"serves_now": Exists(use_cases.filter(solutions=OuterRef("pk")))}
    for side in SIDES:
        found[f"kept_by_{side}"] = Exists(keeping(side))
        found[f"seen_by_{side}"] = Exists(
            Look.objects.filter(
                solution=OuterRef("pk"), side=side, words_hash=OuterRef("words_hash")
            )
        )
    found |= tried_marks()
    found["fit_now"] = fit_now()
    return found


def stage_of(solution: models.Model) -> Stage:
    """The stage that was read with the row."""
    return Stage(vars(solution)["stage_now"])


def since_of(solution: models.Model) -> datetime:
    moment: datetime = vars(solution)["stage_since"]
    return moment


@dataclass(frozen=True, slots=True)
class Marks:
    """What was read of a solution, and in words what it lacks; nothing of it stops anybody."""

    stage: str
    says_what_it_does: bool
    found: dict[str, Any]  # what `marks` asks

    @property
    def missing(self) -> list[str]:
        if self.stage in ENDED:
            return []
        words = self.missing_of_sketch + missing_of_fit(self.found["fit_now"])
        return words + missing_of(self.found, asks_trial=self.stage in TRIAL_DUE)

    @property
    def missing_keepers(self) -> list[str]:
        missing = [side for side in SIDES if not self.found[f"kept_by_{side}"]]
        return [f"nobody from {side.label.lower()} looks after it" for side in missing]

    @property
    def missing_of_sketch(self) -> list[str]:
        words = self.missing_keepers
        if not self.says_what_it_does:
            words.append("it doesn't say what it does")
        if not self.found["serves_now"]:
            words.append("no use case")
        return words

    @property
    def unseen(self) -> list[str]:
        """The sides that haven't looked at it as its words stand."""
        if self.stage in ENDED:
            return []
        return [side.value for side in SIDES if not self.found[f"seen_by_{side}"]]


def marks_of(solution: models.Model) -> Marks:
    """What was read with the row."""
    read: dict[str, Any] = vars(solution)
    return Marks(read["stage_now"], bool(read["does"]), {name: read[name] for name in ASKED})


def keeping(side: str) -> models.QuerySet[Any]:
    """The membership by which a side's keeper works there now, in that discipline."""
    here = Membership.objects.current().working().filter(discipline=side)
    return here.filter(team=OuterRef("project__team"), user=OuterRef(f"{side}_keeper"))
