from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.apps import apps
from django.db import models

if TYPE_CHECKING:
    from teams.models.user import User

_Row = TypeVar("_Row", bound=models.Model, covariant=True)


class OfTrialQuerySet(models.QuerySet[_Row]):
    """Words shared by everything that hangs on a trial: who sees that, sees it."""

    def visible_to(self, user: User) -> Self:
        trials: Any = apps.get_model("solutions.Trial")._default_manager
        return self.filter(trial__in=trials.visible_to(user).order_by().values("pk"))

    def on(self, trials: models.QuerySet[Any]) -> Self:
        return self.filter(trial__in=trials.order_by().values("pk"))

    def of_outer(self) -> Self:
        """Those of the trial that an outer query is at."""
        return self.filter(trial=models.OuterRef("pk"))
