"""What the parts of a fit know of it and of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from projects.models.eventful import OfProject
    from solutions.models.fit_item import FitItem
    from teams.models.membership import Actor

    class FitPart(OfProject):
        """A type alone: at run time a part is a model of its own, and a review has them all."""

        solution: models.ForeignKey[Any, Any]
        solution_id: int
        number: models.PositiveIntegerField[int, int]
        is_current: models.BooleanField[bool, bool]
        run_cost_low: Any
        run_cost_high: Any
        fit_hash: models.CharField[str, str]
        items: Any
        signatures: Any

        class Meta:
            abstract = True

        @property
        def address(self) -> str: ...
        def read(self) -> list[FitItem]: ...
        def standing_signatures(self) -> int: ...
        def hash_anew(self, items: list[FitItem]) -> None: ...
        def sign_for(self, side: str, items: list[FitItem], actor: Actor) -> Any: ...

else:
    FitPart = models.Model
