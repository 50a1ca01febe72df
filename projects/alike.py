"""Hypotheses that are worded alike: was it tested already, by us or by the team next door?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.search import TrigramStrictWordSimilarity

from projects.models import Hypothesis

if TYPE_CHECKING:
    from teams.models.user import User

LEAST_LIKE = 0.35
LEAST_WORDS = 15  # characters, below which everything is like everything
MOST = 3


def worded_alike(text: str, reader: User) -> list[Hypothesis]:
    """Return the three most like it of what runs or was decided, among those the reader may see.

    What isn't theirs is left out before anything is ranked, so nothing follows from the rank.
    """
    text = text.replace("\0", "").strip()
    if len(text) < LEAST_WORDS:
        return []
    seen = Hypothesis.objects.visible_to(reader).begun()
    rows = seen.annotate(likeness=TrigramStrictWordSimilarity(text, "prediction"))
    near = rows.filter(likeness__gte=LEAST_LIKE).order_by("-likeness", "-pk")
    return list(near.select_related("project")[:MOST])
