"""From when until when hand-offs are looked at: days of the team, or the window of its report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from base import clock
from health.history.window import check_length, window_start
from health.models.report import HEAD_START

if TYPE_CHECKING:
    from health.handoffs.crew import Crew
    from teams.models import Team

LONGEST = timedelta(days=3 * 366)
A_MOMENT = timedelta(microseconds=1)
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """After `since` and before `until`; `first` and `last` are the days in them, of the team."""

    since: datetime
    until: datetime
    first: date
    last: date

    @classmethod
    def of(cls, crew: Crew, first: date | None, last: date | None) -> Window:
        """Take the days that were chosen; what isn't chosen is as in the report.

        A guest sees it as it stood a day ago, as of the report.
        """
        team = crew.team
        now = clock.now() - HEAD_START if crew.waits else clock.now()
        until = min(_begin(team, last + A_DAY), now) if last else now
        since = _begin(team, first) - A_MOMENT if first else window_start(crew.project, until)
        check_length(until - since, LONGEST, "three years")
        return cls(since, until, team.day_of(since + A_MOMENT), team.day_of(until - A_MOMENT))


def _begin(team: Team, day: date) -> datetime:
    """When the team's day begins."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(team.time_zone))
