"""Where stories show themselves, and what they know, in the rooms below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists
from django.template.loader import render_to_string

from projects.models.read_along import reads_with, rows_of
from projects.models.results import notes_results
from stories.models import Story
from stories.models.column import CLOSED, Category
from web.slots import fills

if TYPE_CHECKING:
    from django.contrib.postgres.expressions import ArraySubquery


@notes_results
def tested() -> Exists:
    """A story that tests the hypothesis is done."""
    return Exists(Story.objects.done().of_outer_hypothesis())


@reads_with("hypothesis", "story_rows")
def with_hypothesis() -> ArraySubquery:
    rows = Story.objects.by_rank()
    return rows_of(
        rows, "hypothesis", number="number", title="title", category="category", kind="kind"
    )


@fills("hypothesis.facts")
def of_hypothesis(page: dict[str, Any]) -> str:
    key = page["project"].key
    rows = []
    for row in vars(page["hypothesis"])["story_rows"]:
        rows.append({**row, "key": f"{key}-{row['number']}"})
    experiments = {row["category"] for row in rows if row["kind"] == Story.Kind.EXPERIMENT}
    is_tested = page["hypothesis"].state == "running" and Category.DONE in experiments
    words = {"tested_by": rows, "asks": is_tested and experiments <= set(CLOSED)}
    return render_to_string("stories/slots/hypothesis.html", page | words)
