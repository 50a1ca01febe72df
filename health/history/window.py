"""The window of six sprints that a report speaks of, without the history around it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from health.history.arrays import SPRINTS_READ, WINDOW
from sprints.models import Sprint

if TYPE_CHECKING:
    from teams.models import Team


def window_start(team: Team, as_of: datetime) -> datetime:
    """Say when the last six closed sprints began, as `History.window_start` does.

    They are those of the project that closed one last; without two of them the window is six times
    as long as the team's sprints are.
    """
    closed = Sprint.objects.filter(project__team=team, closed_at__lte=as_of)
    told = closed.order_by("-closed_at", "-project__key")
    rows = list(told.values_list("project", "kicked_off_at", "closed_at")[: 10 * SPRINTS_READ])
    leading = [row for row in rows if row[0] == rows[0][0]][: WINDOW + 1]
    if len(leading) < 2:
        return as_of - timedelta(days=WINDOW * team.sprint_days)
    _, kicked_off, closed_at = leading[-1]
    start: Any = closed_at if len(leading) > WINDOW else kicked_off
    return cast("datetime", start)
