"""What was told of a team by the end of a day that is over."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Max, Min, Q

from base import clock
from health.refusals import ReportBeforeHistory, ReportDayNotOver

if TYPE_CHECKING:
    from teams.models.team import Team

SECOND = timedelta(seconds=1)
FEW, SHORTLY = 6, timedelta(weeks=8)  # finished stories that something can be said of
MOST_DONE = 1000  # of them looked at
SPRINT_LONG = timedelta(days=14)
RESTING = timedelta(weeks=8)  # without a word, after which a report of now has little to say


def end_of(day: date) -> datetime:
    """Return the last second of the day (UTC)."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC) - SECOND


def day_ended(moment: datetime) -> date | None:
    """Return the day (UTC) whose end the moment is, as for a report of a past day; else None."""
    day = moment.astimezone(UTC).date()
    if moment == end_of(day):
        return day
    return None


def begins(team: Team) -> date | None:
    """Return the day on which the team's history begins."""
    told = team.events.filter(project__isnull=False)
    first: datetime | None = told.aggregate(first=Min("at"))["first"]
    return first.astimezone(UTC).date() if first else None


def ends(team: Team) -> date | None:
    """Return the day of the last thing told of the team's projects."""
    told = team.events.filter(project__isnull=False)
    last: datetime | None = told.aggregate(last=Max("at"))["last"]
    return last.astimezone(UTC).date() if last else None


def worth_judging(team: Team) -> date | None:
    """Return the last day of which a report has something to say.

    Long after a team's work has ended somebody still tidies up a story, and of that day nothing is
    known. So it is the last day on which a story was done and others were shortly before; the end
    of the sprint that ended then, if one did.
    """
    done = team.events.filter(verb="story_moved", details__now_category="done").order_by("-at")
    moments = list(done.values_list("at", flat=True)[:MOST_DONE])
    busy = []
    for later, earlier in zip(moments, moments[FEW - 1 :], strict=False):
        if later - earlier <= SHORTLY:
            busy.append(later)
    if not busy:
        return ends(team)
    last = busy[0].astimezone(UTC).date()
    near = []
    for _, day in sprint_ends(team):
        if abs(day - last) <= SPRINT_LONG:
            near.append(day)
    return max(near, default=last)


def rested(team: Team, as_of: datetime) -> date | None:
    """Return the last day worth judging, if that is long before the moment; else None."""
    last = worth_judging(team)
    if last and as_of.date() - last > RESTING:
        return last
    return None


def refuse_unless_over(team: Team, day: date) -> None:
    """Refuse a day that isn't over, or that lies before the history."""
    if day >= clock.now().astimezone(UTC).date():
        raise ReportDayNotOver(
            "Choose a day that is over; of today there is the newest report.", "day"
        )
    first = begins(team)
    if first is None or day < first:
        since = f"begins on {first:%-d %b %Y}" if first else "is empty"
        raise ReportBeforeHistory(f"Nothing was told by then: the team's history {since}.", "day")


def told_by(team: Team, moment: datetime) -> tuple[dict[int, int], int]:
    """Return the last event of each project by the moment, and of the team itself.

    A project's are those before the first that is later: what an import tells afterwards of the
    same days was not known then. Seats have times of their own, so the team's may be out of order.
    """
    own = team.events.filter(project__isnull=False).order_by()
    later = dict(own.values_list("project").annotate(first=Min("pk", filter=Q(at__gt=moment))))
    upto = {}
    for project, first in sorted(later.items()):
        told = own.filter(project=project, **({"pk__lt": first} if first else {}))
        last = told.aggregate(last=Max("pk"))["last"]
        if last:
            upto[project] = last
    of_team = team.events.filter(project=None, at__lte=moment).aggregate(last=Max("pk"))["last"]
    return upto, of_team or 0


def sprint_ends(team: Team, most: int = 26) -> list[tuple[str, date]]:
    """Return the sprints that were closed last, each with the day of it, newest first."""
    from sprints.models import Sprint  # the nouns stand below; only this question needs it

    rows = Sprint.objects.filter(project__team=team, closed_at__isnull=False).order_by("-closed_at")
    today = clock.now().astimezone(UTC).date()
    named = rows.values_list("project__key", "number", "closed_at")[:most]
    days = []
    for key, number, at in named:
        if at:
            days.append((f"{key} sprint {number}", at.astimezone(UTC).date()))
    sprint_ends = []
    for name, day in days:
        if day < today:
            sprint_ends.append((name, day))
    return sprint_ends
