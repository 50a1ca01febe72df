from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.apps import apps
from django.db import models

if TYPE_CHECKING:
    from teams.models.user import User

_Row = TypeVar("_Row", bound=models.Model, covariant=True)


class OfIncidentQuerySet(models.QuerySet[_Row]):
    """Words shared by everything that hangs on an incident: who sees that, sees it."""

    def visible_to(self, user: User) -> Self:
        incidents: Any = apps.get_model("solutions.Incident")._default_manager
        return self.filter(incident__in=incidents.visible_to(user).order_by().values("pk"))

    def of_outer(self) -> Self:
        """Those of the incident that an outer query is at."""
        return self.filter(incident=models.OuterRef("pk"))
