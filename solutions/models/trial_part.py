"""What the parts of a trial know of it and of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from typing import ClassVar

    from django.db.models.fields.related_descriptors import RelatedManager

    from projects.models.eventful import OfProject

    class TrialPart(OfProject):
        """A type alone: at run time a part is a model of its own, and a trial has them all."""

        solution: models.ForeignKey[Any, Any]
        solution_id: int
        state: models.CharField[str, str]
        words_hash: models.CharField[str, str]
        started_at: models.DateTimeField[datetime | None, datetime | None]
        environment: models.CharField[str, str]
        comparison: models.CharField[str, str]
        measured_as: models.CharField[str, str]
        better: models.CharField[str, str]
        planned_until: models.DateField[date | None, date | None]
        planned_n: models.PositiveIntegerField[int | None, int | None]
        planned_share: models.FloatField[float | None, float | None]
        threshold: models.FloatField[float | None, float | None]
        smallest_effect: models.FloatField[float | None, float | None]
        waiver: models.CharField[str, str]
        guardrails: RelatedManager[Any]
        amendments: RelatedManager[Any]
        observations: RelatedManager[Any]
        confirmations: RelatedManager[Any]
        # Of any rows: a part alone is no table whose columns the plugin could know.
        objects: ClassVar[models.Manager[Any]]  # type: ignore[assignment]

        class Meta:
            abstract = True

        def must_be_drafted(self) -> None: ...
        def must_run(self) -> None: ...
        def must_be_designed(self) -> None: ...
        def planned(self, names: Iterable[str], amendments: Iterable[Any]) -> dict[str, Any]: ...

else:
    TrialPart = models.Model
