"""What trials say of a solution's stage, and what of them is missing in words."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable

from projects.models.sides import SIDES
from solutions.models.trial_verdict import TrialConfirmation

# Asked of a solution: each is read with its row.
TRIED = ("passed_now", "passed_before", *[f"stands_for_{side}" for side in SIDES])


def trials() -> Any:
    """Those of the solution that an outer query is at."""
    rows: Any = apps.get_model("solutions.Trial")._default_manager
    return rows.filter(solution=OuterRef("pk"))


def running() -> QuerySet[Any]:
    found: QuerySet[Any] = trials().running()
    return found


def passed() -> QuerySet[Any]:
    found: QuerySet[Any] = trials().passed()
    return found


def counting() -> QuerySet[Any]:
    """Those that passed and count: the solution's words are still those that were tried."""
    return passed().filter(words_hash=OuterRef("words_hash"))


def is_in_the_wild() -> Exists:
    return Exists(running().order_by())


def in_the_wild_since() -> Combinable:
    return Subquery(running().order_by("started_at").values("started_at")[:1])


def is_proven() -> Exists:
    return Exists(counting().order_by())


def proven_since() -> Combinable:
    return Subquery(counting().order_by("decided_at").values("decided_at")[:1])


def tried_marks() -> dict[str, Exists]:
    """Whether a trial counts, one of earlier words passed, and who stands for one that counts."""
    found = {
        "passed_now": Exists(counting().order_by()),
        "passed_before": Exists(passed().order_by()),
    }
    for side in SIDES:
        stands = TrialConfirmation.objects.of_outer().filter(side=side)
        wrote = counting().filter(Q(decided_for=side) | Exists(stands))
        found[f"stands_for_{side}"] = Exists(wrote.order_by())
    return found


def missing_of(found: dict[str, bool], *, asks_trial: bool) -> list[str]:
    """What of its trials is missing in words; that none passed only where one is due."""
    if found["passed_now"]:
        words = []
        for side in SIDES:
            if not found[f"stands_for_{side}"]:
                words.append(f"nobody from {side.label.lower()} has confirmed the trial")
        return words
    if found["passed_before"] or asks_trial:
        return [no_trial_counts(found["passed_before"])]
    return []


def no_trial_counts(has_passed: bool) -> str:
    """Why none does: one of earlier words passed, or none at all."""
    if has_passed:
        return "the trial that passed was of earlier words"
    return "no trial has passed"
