"""What the parts of a solution know of it and of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from typing import ClassVar

    from django.db.models.fields.related_descriptors import RelatedManager

    from projects.models.eventful import OfProject

    class SolutionPart(OfProject):
        """A type alone: at run time a part is a model of its own, and a solution has them all."""

        name: models.CharField[str, str]
        kind: models.CharField[str, str]
        words_hash: models.CharField[str, str]
        ended_as: models.CharField[str, str]
        looks: RelatedManager[Any]
        links: RelatedManager[Any]
        deployments: Any
        # Of any rows: a part alone is no table whose columns the plugin could know.
        objects: ClassVar[models.Manager[Any]]  # type: ignore[assignment]

        class Meta:
            abstract = True

        def must_stand(self) -> None: ...

else:
    SolutionPart = models.Model
