"""When it is asked what has come of a release, and when it isn't asked any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from base import clock
from metrics.models import SuccessMetric
from projects.models import Project, Release
from solutions.models import Deployment
from value.events import CheckInsAsked, CheckInsCancelled
from value.models.check_in import CheckIn, latest_day

if TYPE_CHECKING:
    from teams.models.membership import Actor

ARCHIVED = "The project was archived."
ROLLED_BACK = "It was taken back from production."
RETIRED = "What carried it was retired."
LATER = "The next one is due."
HERE_ONCE = (Deployment.State.LIVE, Deployment.State.REPLACED)


@dataclass(frozen=True, slots=True)
class Carrier:
    """A deployment in production that carries a release, with its solution's keepers."""

    state: str
    is_retired: bool
    science_keeper: int | None
    engineering_keeper: int | None


def ask_due(project: Project) -> None:
    """Ask what is due on the team's day of today, once; cancel what nobody needs to know any more.

    All in one transaction under the project's lock: killed half-way it asks nothing, asked twice
    it finds what is there.
    """
    with project.changed_by(None, even_closed=True) as actor:
        Asking(project, actor).run()


class Asking:
    """What is due in one project, read under its lock."""

    def __init__(self, project: Project, actor: Actor) -> None:
        self.project, self.actor = project, actor
        self.today = project.team.day_of(clock.now())
        self.metrics = list(SuccessMetric.objects.filter(project=project).order_by("pk"))
        self.carriers = _carriers(project)
        self.known: dict[int, list[CheckIn]] = {}
        for row in CheckIn.objects.filter(project=project).order_by("pk"):
            self.known.setdefault(row.release_id, []).append(row)

    def run(self) -> None:
        for release in self.project.releases.exclude(first_used_on=None).order_by("pk"):
            over = self._why_over(release)
            if over:
                self._cancel(release, over)
            else:
                self._ask(release)

    def _why_over(self, release: Release) -> str:
        if self.project.state == Project.State.ARCHIVED:
            return ARCHIVED
        carriers = self.carriers.get(release.pk, [])
        seen = [one for one in carriers if one.state in HERE_ONCE]
        if seen and all(one.is_retired for one in seen):
            return RETIRED
        taken_back = any(one.state == Deployment.State.ROLLED_BACK for one in carriers)
        return ROLLED_BACK if taken_back and not seen else ""

    def _cancel(self, release: Release, because: str) -> None:
        rows = [row for row in self.known.get(release.pk, []) if row.is_open]
        self._close(release, rows, because)

    def _ask(self, release: Release) -> None:
        assert release.first_used_on
        day = latest_day((self.today - release.first_used_on).days)
        if day is None:
            return
        known = self.known.get(release.pk, [])
        ended = {row.metric_id for row in known if row.is_last or row.day >= day}
        asked = [metric for metric in self.metrics if metric.pk not in ended]
        if not asked:
            return
        now_asked = {metric.pk for metric in asked}
        before = [row for row in known if row.is_open and row.metric_id in now_asked]
        self._close(release, before, LATER)
        keepers = self._keepers(release)
        rows = []
        for metric in asked:
            row = CheckIn(project=self.project, release=release, metric=metric, day=day, **keepers)
            rows.append(row)
        CheckIn.objects.bulk_create(rows)
        details = CheckInsAsked(
            release=release.pk, day=day, successmetrics=[metric.pk for metric in asked]
        )
        self.project.write(details, by=self.actor)

    def _close(self, release: Release, rows: list[CheckIn], because: str) -> None:
        if not rows:
            return
        ids = [row.pk for row in rows]
        CheckIn.objects.filter(pk__in=ids).update(
            state=CheckIn.State.CANCELLED, because=because, closed_at=clock.now()
        )
        details = CheckInsCancelled(release=release.pk, because=because, check_ins=ids)
        self.project.write(details, by=self.actor)

    def _keepers(self, release: Release) -> dict[str, int | None]:
        """Those of the newest solution that carries it; nobody where none does."""
        for one in reversed(self.carriers.get(release.pk, [])):
            if one.state in HERE_ONCE:
                return {
                    "science_keeper_id": one.science_keeper,
                    "engineering_keeper_id": one.engineering_keeper,
                }
        return {}


def _carriers(project: Project) -> dict[int, list[Carrier]]:
    """By release, in the order in which they went live."""
    rows = Deployment.objects.in_production().filter(project=project).exclude(release=None)
    found: dict[int, list[Carrier]] = {}
    for row in rows.select_related("solution").order_by("live_at", "pk"):
        of = row.solution
        one = Carrier(row.state, bool(of.ended_as), of.science_keeper_id, of.engineering_keeper_id)
        assert row.release_id
        found.setdefault(row.release_id, []).append(one)
    return found


def has_due(project: Project, today: date) -> bool:
    """Whether asking would look at anything: something of it is in use long enough, or asked."""
    if project.check_ins.filter(state=CheckIn.State.OPEN).exists():
        return True
    days = []
    for release in project.releases.exclude(first_used_on=None):
        assert release.first_used_on
        days.append(latest_day((today - release.first_used_on).days))
    return any(days)
