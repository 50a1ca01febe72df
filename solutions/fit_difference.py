"""What changed of a fit since somebody signed it, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from history.difference import Changed, changed
from projects.models.sides import SIDES
from solutions.models import FitSignature, Solution, Verdict
from solutions.models.fit_signed import words_of

WORDS = {
    "kind": "Kind",
    "does": "Does",
    "meant_for": "Is for",
    "not_for": "Is not for",
    "use_cases": "Use cases",
    "hypotheses": "Hypotheses",
}


def changed_since(signature: FitSignature) -> list[Changed]:
    """All that differs from what was signed."""
    review = signature.review
    items = list(review.items.with_state().order_by("position"))
    return changed(_fields(signature.content), _fields(words_of(review, items)))


def _fields(content: dict[str, Any]) -> dict[str, str]:
    """What was covered, as lines that people read, by what they are called."""
    fields = {}
    for name, label in WORDS.items():
        value = content["words"][name]
        if name == "kind":
            value = Solution.Kind(value).label
        fields[label] = "\n".join(value) if isinstance(value, list) else value
    low, high = content["run_cost"]
    fields["Run cost a month"] = "" if low is None else f"{low} to {high}"
    for item in content["items"]:
        fields.update(_of_item(item))
    return fields


def _of_item(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    text = item["text"]
    for side in SIDES:
        verdict = item[f"{side}_verdict"]
        yield f"{text} {side.label}", Verdict(verdict).label if verdict else ""
        yield f"{text} {side.label}’s note", item[f"{side}_note"]
    yield f"{text} Picked from the shelf", "\n".join(item["shelf"])
