"""The fit in short, as a solution's passport shows it: read with the solution's row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from projects.models.sides import SIDES
from solutions.models import FitSignature
from solutions.models.fit_state import FitCounts


def signers() -> ArraySubquery:
    """Who signed the newest round as it is today."""
    rows = FitSignature.objects.filter(
        review__solution=OuterRef("pk"), review__is_current=True, fit_hash=F("review__fit_hash")
    )
    told = JSONObject(side="side", name="user__name")
    return ArraySubquery(rows.order_by("signed_at", "pk").values(told=told))


@dataclass(frozen=True, slots=True)
class FitSummary:
    """How many items are settled, what is missing from whom, and who signed."""

    told: dict[str, Any] | None
    signers: list[dict[str, str]]

    @property
    def is_begun(self) -> bool:
        return self.told is not None

    @property
    def is_shared(self) -> bool:
        return self.told is not None and self.told["shared_at"] is not None

    @property
    def counts(self) -> FitCounts:
        return FitCounts.of(self.told["states"] if self.told else ())

    @property
    def unsigned(self) -> list[str]:
        return [side.value for side in SIDES if not (self.told and self.told[side.value])]
