from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.apps import apps
from django.db import models

if TYPE_CHECKING:
    from teams.models.user import User

_Row = TypeVar("_Row", bound=models.Model, covariant=True)


class OfWallQuerySet(models.QuerySet[_Row]):
    """Words shared by everything that stands open on a wall: who sees that, sees it."""

    def visible_to(self, user: User) -> Self:
        walls = apps.get_model("walls.Wall")._default_manager
        return self.on(walls.visible_to(user))

    def on(self, walls: models.QuerySet[Any]) -> Self:
        return self.filter(wall__in=walls.order_by().values("pk"))
