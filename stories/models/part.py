"""What the parts of a story know of it and of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from typing import ClassVar, Self

    from django.db.models.fields.related_descriptors import RelatedManager

    from projects.models.eventful import OfProject
    from sprints.models.sprint import Sprint
    from teams.models.membership import Actor

    class StoryPart(OfProject):
        """A type alone: at run time a part is a model of its own, and a story has them all."""

        number: models.IntegerField[int, int]
        rank: models.BigIntegerField[int, int]
        sprint: models.ForeignKey[Sprint | None, Sprint | None]
        sprint_id: int | None
        dependencies: RelatedManager[Any]  # each a row that knows both stories
        # Of any rows: a part alone is no table whose columns the plugin could know.
        objects: ClassVar[models.Manager[Any]]  # type: ignore[assignment]

        @property
        def key(self) -> str: ...
        @property
        def is_open(self) -> bool: ...

        class Meta:
            abstract = True

        def store(self, *fields: str) -> None: ...
        def take_place(self, above: Self | None, below: Self | None, actor: Actor) -> None: ...
        def come_between(
            self, above: Self | None, below: Self | None, actor: Actor
        ) -> dict[str, Any]: ...

else:
    StoryPart = models.Model
