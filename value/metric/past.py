"""What is known of a metric over time: where it began, what was aimed at, what was seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.shortcuts import get_object_or_404

from history.models import Event
from metrics.events import SuccessMetricRetargeted
from metrics.models import Observation, SuccessMetric
from projects.models import Release
from value.scoreboard import CELLS, Seen

if TYPE_CHECKING:
    from teams.models.user import User

MOST = 1000  # observations: more than that no chart tells apart


@dataclass(frozen=True, slots=True)
class Aim:
    """What was aimed at from one day to another; the one in force has no end."""

    target: float
    due: date
    since: date
    until: date | None

    @property
    def is_earlier(self) -> bool:
        return self.until is not None


@dataclass(frozen=True, slots=True)
class InUse:
    """A release, and since when it is used."""

    title: str
    first_used_on: date


@dataclass(frozen=True, slots=True)
class MetricPast:
    """The points of its chart, its table and the API alike."""

    metric: SuccessMetric
    began_on: date
    today: date
    aims: list[Aim]
    seen: list[Seen]
    releases: list[InUse]
    is_cut: bool

    @classmethod
    def found(cls, pk: int, reader: User) -> Self:
        rows = SuccessMetric.objects.visible_to(reader).select_related("project__team")
        return cls.of(get_object_or_404(rows, pk=pk))

    @classmethod
    def of(cls, metric: SuccessMetric) -> Self:
        team = metric.project.team
        rows = list(_newest(metric))
        noted = [row.pop("noted_at") for row in rows]
        used = Release.objects.filter(project=metric.project_id, first_used_on__isnull=False)
        releases = []
        for row in used.order_by("first_used_on", "pk"):
            if row.first_used_on:
                releases.append(InUse(row.title, row.first_used_on))
        return cls(
            metric=metric,
            began_on=team.day_of(metric.created_at),
            today=team.today,
            aims=_aims(metric, min(noted, default=None)),
            seen=[Seen(**row) for row in rows[:MOST]][::-1],
            releases=releases,
            is_cut=len(rows) > MOST,
        )

    @property
    def last(self) -> Seen | None:
        return self.seen[-1] if self.seen else None


def _newest(metric: SuccessMetric) -> Any:
    rows = Observation.objects.filter(metric=metric.pk).order_by("-observed_on", "-pk")
    return rows.values(*CELLS, "noted_at")[: MOST + 1]


def _aims(metric: SuccessMetric, first_noted: datetime | None) -> list[Aim]:
    """One after the other; what was changed before anything was seen never counted."""
    began, day_of = metric.created_at, metric.project.team.day_of
    told = Event.objects.of_row(metric.project, "successmetric", metric.pk)
    changes = list(told.filter(verb=SuccessMetricRetargeted.verb).order_by("pk"))
    steps: list[tuple[datetime, float, date]] = [(began, metric.target, metric.due)]
    if changes:
        steps = [(began, *_aim(changes[0], "was"))]
    for change in changes:
        if first_noted is None or change.at < first_noted:
            steps = [(began, *_aim(change, "now"))]
        else:
            steps.append((change.at, *_aim(change, "now")))
    aims = []
    for n, (since, target, due) in enumerate(steps):
        until = day_of(steps[n + 1][0]) if n + 1 < len(steps) else None
        aims.append(Aim(target, due, day_of(since), until))
    return aims


def _aim(event: Event, when: str) -> tuple[float, date]:
    words: dict[str, Any] = event.current_details[when]
    return float(words["target"]), date.fromisoformat(words["due"])
