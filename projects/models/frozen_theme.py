from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import OuterRef, Subquery

from projects.events import PlanFrozen
from projects.models.theme import Theme

if TYPE_CHECKING:
    from teams.models.membership import Actor


class FrozenThemeQuerySet(models.QuerySet["FrozenTheme"]):
    def of_outer_theme(self) -> Self:
        """How the theme that an outer query is at stood in the plan signed last."""
        return self.filter(theme=OuterRef("pk")).order_by("-charter__version")


class FrozenTheme(models.Model):
    """A theme's window as it stood when all had signed the charter; nothing changes it."""

    charter = models.ForeignKey("projects.Charter", models.PROTECT, related_name="frozen_themes")
    theme = models.ForeignKey("projects.Theme", models.PROTECT, related_name="frozen")
    title = models.CharField(max_length=160)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    objects: ClassVar = FrozenThemeQuerySet.as_manager()

    class Meta:
        ordering = ["charter", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["charter", "theme"], name="a_theme_is_frozen_once_a_charter"
            )
        ]

    def __str__(self) -> str:
        return self.title


def freeze_plan(charter: Any, actor: Actor) -> None:
    """Keep the plan as it stands, beside the charter that all have signed; once a version.

    The project's lock is held by the caller.
    """
    themes = charter.project.themes.exclude(state=Theme.State.DROPPED).order_by("position", "pk")
    rows = []
    for theme in themes:
        frozen = FrozenTheme(charter=charter, theme=theme, title=theme.title)
        frozen.starts_on, frozen.ends_on = theme.starts_on, theme.ends_on
        rows.append(frozen)
    if not rows or charter.frozen_themes.exists():
        return
    FrozenTheme.objects.bulk_create(rows)
    ids = [row.theme_id for row in rows]
    charter.record(PlanFrozen(charter=charter.pk, version=charter.version, themes=ids), by=actor)


def signed_window() -> dict[str, Subquery]:
    """What a theme's row is read with: its window in the plan that was signed last."""
    rows = FrozenTheme.objects.of_outer_theme()
    return {
        "signed_starts_on": Subquery(rows.values("starts_on")[:1]),
        "signed_ends_on": Subquery(rows.values("ends_on")[:1]),
    }
