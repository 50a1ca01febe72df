"""Three steps of the path: a solution fits, holds in the wild, and is live."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from projects.path import NOT_BEGUN, Act, Progress, Step, settled, under_way
from projects.path_steps import page
from solutions.models import Solution, Stage
from solutions.models.fit_step import is_signed
from solutions.models.stage import stage
from solutions.models.tried import is_proven
from web.templatetags.numbers import many

Rows = list[dict[str, Any]]
LIVED = (Stage.LIVE, Stage.RETIRED)


def path_rows() -> ArraySubquery:
    """Of each solution that wasn't dropped: its stage, and which marks it has."""
    rows = Solution.objects.filter(project=OuterRef("pk")).exclude(ended_as=Stage.DROPPED)
    cells = JSONObject(
        stage=stage(), is_signed=is_signed(), is_proven=is_proven(), shared_at="shared_at"
    )
    return ArraySubquery(rows.order_by().values(json=cells))


def shown(read: Mapping[str, Any], works: bool) -> Rows:
    """Those that the reader may see: guests what was shown to them."""
    return [row for row in read["path_rows"] if works or row["shared_at"]]


def lived(row: dict[str, Any]) -> bool:
    return row["stage"] in LIVED


def _progress(rows: Rows, has: Callable[[dict[str, Any]], bool], word: str) -> Progress:
    """Say how many of the solutions have got there; those that went live have."""
    done = sum(has(row) or lived(row) for row in rows)
    words = f"{done} of {many(len(rows), 'solution')} {word}"
    return settled(words) if done == len(rows) else under_way(words)


def fit(read: Mapping[str, Any], works: bool) -> Progress:
    rows = shown(read, works)
    if not rows:
        return NOT_BEGUN
    return _progress(rows, lambda row: row["is_signed"], "signed")


def wild(read: Mapping[str, Any], works: bool) -> Progress:
    rows = shown(read, works)
    running = sum(row["stage"] == Stage.IN_THE_WILD for row in rows)
    if not running and not any(row["is_proven"] or lived(row) for row in rows):
        return NOT_BEGUN
    progress = _progress(rows, lambda row: row["is_proven"], "proven")
    return under_way(f"{progress.words}, {running} tried") if running else progress


def live(read: Mapping[str, Any], works: bool) -> Progress:
    rows = shown(read, works)
    if not any(lived(row) for row in rows):
        return NOT_BEGUN
    return _progress(rows, lived, "live")


STEPS = (
    Step(
        "fit",
        "Fit",
        "Before anybody builds on a solution both disciplines go through what production asks of "
        "it. What needs a change becomes a story, and is asked again when that is done.",
        Act("Sketch a solution", page("new_solution")),
        page("solutions"),
        fit,
        lambda: {"path_rows": path_rows()},
    ),
    Step(
        "wild",
        "In the wild",
        "A trial meets real data and real users, in a small place and with a way back. What passes "
        "is written down and locked before it starts.",
        Act("Choose what is tried", page("solutions")),
        page("solutions"),
        wild,
    ),
    Step(
        "live",
        "Live",
        "It goes into production with the customer at the table and one of each discipline looking "
        "after it. Both know beforehand how it is taken back.",
        Act("Choose what goes live", page("solutions")),
        page("solutions"),
        live,
    ),
)
