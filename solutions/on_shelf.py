"""Live solutions stand on the shelf, so that both disciplines find what can be used again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, F, When
from django.db.models.functions import JSONObject
from django.urls import reverse

from projects.models.sides import SIDES
from projects.on_shelf import OnShelf, Standing
from solutions.models import Solution
from solutions.models.stage import keeping
from teams.models import Team

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from teams.models.user import User


def live(user: User) -> QuerySet[Any, Any]:
    """Those of the teams in which the reader works, with who looks after them there now."""
    keepers = {}
    for side in SIDES:
        there = When(Exists(keeping(side.value)), then=F(f"{side}_keeper__name"))
        keepers[side.value] = Case(there)
    cells = JSONObject(
        pk="pk", name="name", kind="kind", does="does", team="project__team__name", **keepers
    )
    teams = Team.objects.worked_in_by(user)
    rows = Solution.objects.in_use().filter(project__team__in=teams.order_by().values("pk"))
    return rows.order_by("name", "pk").values_list(cells, flat=True)


def sifted(rows: QuerySet[Any, Any], text: str, team: int | None) -> QuerySet[Any, Any]:
    if text:
        rows = rows.mentioning(text)  # type: ignore[attr-defined]  # they are solutions
    return rows.filter(project__team=team) if team else rows


def told(row: dict[str, Any]) -> OnShelf:
    kept = [(side, row[side.value]) for side in SIDES if row[side.value]]
    asked = [f"{name} ({side.label.lower()})" for side, name in kept]
    return OnShelf(
        row["pk"],
        row["name"],
        f"Live {Solution.Kind(row['kind']).label.lower()}",
        row["team"],
        row["does"],
        tuple(side.value for side, _ in kept),
        f"Ask {' or '.join(asked)}" if asked else "",
        reverse("solution", args=[row["pk"]]),
    )


LIVE = Standing("live", "Live solution", live, sifted, told)
