"""What the parts of a wall know of it and of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import datetime

    from django.db.models.fields.related_descriptors import RelatedManager

    from projects.models.eventful import OfProject
    from projects.models.theme import Theme
    from projects.models.use_case import UseCase
    from sprints.models.sprint import Sprint
    from teams.models.membership import Actor
    from teams.models.user import User

    class WallPart(OfProject):
        """A type alone: at run time a part is a model of its own, and a wall has them all."""

        use_case: models.ForeignKey[UseCase | None, UseCase | None]
        theme: models.ForeignKey[Theme | None, Theme | None]
        sprint: models.ForeignKey[Sprint | None, Sprint | None]
        state: models.CharField[str, str]
        is_anonymous: models.BooleanField[bool, bool]
        dots: models.PositiveSmallIntegerField[int, int]
        revealed_at: models.DateTimeField[datetime | None, datetime | None]
        timer_ends_at: models.DateTimeField[datetime | None, datetime | None]
        discussed: models.ForeignKey[Any, Any]
        discussed_id: int | None
        prompts: RelatedManager[Any]
        sealed_notes: RelatedManager[Any]
        notes: RelatedManager[Any]
        groups: RelatedManager[Any]
        votes: RelatedManager[Any]

        class Meta:
            abstract = True

        @property
        def is_writing(self) -> bool: ...
        def changed_by(self, user: User) -> AbstractContextManager[Actor]: ...
        def changed_on_record_by(self, user: User) -> AbstractContextManager[Actor]: ...
        def must_be_revealed(self) -> None: ...
        def must_be(self, *states: str) -> None: ...
        def store(self, *fields: str) -> None: ...
        def begin_votes_anew(self) -> None: ...

else:
    WallPart = models.Model
