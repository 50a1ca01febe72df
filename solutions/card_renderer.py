"""Cards of solutions drawn fast: those of one shape are drawn once, with holes for their texts.

A shape is all that the card's template asks but the texts; so what is kept of it in this process
holds no word of anybody.
"""

from __future__ import annotations

from collections.abc import Hashable
from types import SimpleNamespace
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from solutions.models import Solution
from web.precompiled_template import Pattern, hole

if TYPE_CHECKING:
    from solutions.solution_card import SolutionCard

CARD = "solutions/solutions/_card.html"
LEARNED_SHOWN = 160  # characters
MOST_KEPT = 500  # shapes; a board has some dozens
PATTERNS: dict[Hashable, Pattern] = {}


def drawn(card: SolutionCard, works: bool) -> str:
    """Return the HTML of a card, as members or guests see it."""
    solution = card.solution
    is_shown = works and solution.is_shared
    missing = tuple(card.missing) if works else ()
    shape = (solution.kind, card.age, is_shown, bool(solution.learned), missing)
    texts = SimpleNamespace(
        address=solution.address,
        name=solution.name,
        since=f"{card.since:%Y-%m-%d}",
        learned=Truncator(solution.learned).chars(LEARNED_SHOWN) if solution.learned else "",
    )
    return _pattern(shape).filled(texts)


def _pattern(shape: tuple[str, str, bool, bool, tuple[str, ...]]) -> Pattern:
    kept = PATTERNS.get(shape)
    if kept and not settings.DEBUG:  # who develops sees a changed template
        return kept
    if len(PATTERNS) >= MOST_KEPT:
        PATTERNS.clear()
    kind, age, is_shown, has_learned, missing = shape
    pattern = PATTERNS[shape] = Pattern(
        CARD,
        {
            "address": hole("address"),
            "name": hole("name"),
            "since": hole("since"),
            "learned": hole("learned") if has_learned else SafeString(),
            "kind": Solution.Kind(kind).label,
            "age": age,
            "is_shown": is_shown,
            "missing": missing,
        },
    )
    return pattern
