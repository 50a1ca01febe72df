"""The window of six sprints that a report speaks of, without the history around it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypedDict, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime

from health.history.arrays import SPRINTS_READ, WINDOW
from health.refusals import WindowReversed, WindowTooLong
from projects.models import Project
from sprints.models import Sprint

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    from teams.models import User

    class ClosedRows(TypedDict):
        closed_rows: list[dict[str, str]]

    WithSprints = WithAnnotations[Project, ClosedRows]


def seen_with_sprints(user: User) -> QuerySet[WithSprints, WithSprints]:
    """The projects that somebody sees, each with the closed sprints of its team, newest first."""
    closed = Sprint.objects.filter(project__team=OuterRef("team"), closed_at__isnull=False)
    told = JSONObject(project="project", kicked_off="kicked_off_at", closed="closed_at")
    newest = closed.order_by("-closed_at", "-project__key")[: 10 * SPRINTS_READ]
    rows = ArraySubquery(newest.values(json=told))
    seen = Project.objects.visible_to(user).select_related("team")
    return cast("QuerySet[WithSprints, WithSprints]", seen.annotate(closed_rows=rows))


def window_start(project: WithSprints, as_of: datetime) -> datetime:
    """Say when the last six closed sprints began, as `History.window_start` does.

    They are those of the project that closed one last; without two of them the window is six times
    as long as the team's sprints are.
    """
    rows = [row for row in project.closed_rows if _moment(row["closed"]) <= as_of]
    leading = [row for row in rows if row["project"] == rows[0]["project"]][: WINDOW + 1]
    if len(leading) < 2:
        return as_of - timedelta(days=WINDOW * project.team.sprint_days)
    last = leading[-1]
    return _moment(last["closed"] if len(leading) > WINDOW else last["kicked_off"])


def check_length(length: timedelta, most: timedelta, in_words: str) -> None:
    """Refuse days chosen to end before they begin, or longer than is looked at."""
    if length <= timedelta():
        raise WindowReversed("The window begins after it ends.", "since")
    if length > most:
        raise WindowTooLong(f"The window is at most {in_words} long.", "since")


def _moment(text: str) -> datetime:
    moment = parse_datetime(text)
    assert moment is not None, "the database writes moments that Python reads"
    return moment
