"""The six components of success: each metric on a line from where it began to what is aimed at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, Self, TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from metrics.models import Observation, SuccessMetric
from projects.models import Project

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

SURE = 1.645  # standard errors on either side hold 90 %
ROOM = 0.12  # of the line is kept free beyond the outermost value


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest observation."""

    value: float
    spread: float | None
    observed_on: date
    grade: int
    method: str
    source: str

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        return cls(**{**row, "observed_on": date.fromisoformat(row["observed_on"])})

    @property
    def low(self) -> float:
        return self.value - SURE * (self.spread or 0)

    @property
    def high(self) -> float:
        return self.value + SURE * (self.spread or 0)


CELLS = tuple(Seen.__dataclass_fields__)


def newest_of(rows: QuerySet[Observation]) -> ArraySubquery:
    """The newest of the observations of a metric that an outer query is at, as JSON; or none."""
    seen = rows.filter(metric=OuterRef("pk")).order_by("-observed_on", "-pk")
    return ArraySubquery(seen[:1].values(json=JSONObject(**{name: name for name in CELLS})))


def seen_in(found: list[dict[str, Any]]) -> Seen | None:
    """What `newest_of` found."""
    return Seen.of(found[0]) if found else None


class Promised(Protocol):
    """What a score is drawn of: a metric, or what a report kept of one."""

    @property
    def baseline(self) -> float: ...
    @property
    def target(self) -> float: ...
    @property
    def direction(self) -> str: ...


class Observed(Protocol):
    """The newest observation of it."""

    @property
    def value(self) -> float: ...
    @property
    def spread(self) -> float | None: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...


class Scale:
    """A line from where a metric began to what is aimed at; better is always to the right."""

    def __init__(self, metric: Promised, seen: Observed | None) -> None:
        known = [metric.baseline, metric.target]
        known += [seen.low, seen.high] if seen else []
        span = (max(known) - min(known)) or 1.0
        self.is_rising = metric.direction == "up"
        self.least, self.most = min(known) - ROOM * span, max(known) + ROOM * span

    def at(self, value: float) -> float:
        """Where a value lies, in percent of the line."""
        share = 100 * (value - self.least) / (self.most - self.least)
        return share if self.is_rising else 100 - share


class Newest(TypedDict):
    newest: list[dict[str, Any]]  # one, or none


class Score:
    """A metric with its newest value, drawn so that better is always to the right."""

    def __init__(self, metric: SuccessMetric, seen: Seen | None) -> None:
        self.metric, self.seen = metric, seen
        self._at = Scale(metric, seen).at

    @property
    def baseline(self) -> str:
        return f"{self._at(self.metric.baseline):.2f}%"

    @property
    def target(self) -> str:
        return f"{self._at(self.metric.target):.2f}%"

    @property
    def beyond_target(self) -> str:
        """How much of the line is at least as good as the target."""
        return f"{100 - self._at(self.metric.target):.2f}%"

    @property
    def point(self) -> str:
        if self.seen is None:
            return ""
        return f"{self._at(self.seen.value):.2f}%"

    @property
    def span(self) -> tuple[str, str] | None:
        """Where the truth lies with 90 % certainty: start and width; None if no spread is known."""
        if not self.seen or not self.seen.spread:
            return None
        start, end = sorted((self._at(self.seen.low), self._at(self.seen.high)))
        return f"{start:.2f}%", f"{end - start:.2f}%"

    @property
    def grade(self) -> str:
        """The words for the grade of the evidence."""
        if self.seen is None:
            return ""
        return Observation.Grade(self.seen.grade).label


def scoreboard(project: Project) -> list[tuple[str, str, list[Score]]]:
    """Return all six kinds, each with its word and its scores: an empty one is seen as empty."""
    scores: dict[str, list[Score]] = {}
    for metric in _metrics(project):
        scores.setdefault(metric.kind, []).append(Score(metric, seen_in(metric.newest)))
    scoreboard = []
    for kind in SuccessMetric.Kind:
        scoreboard.append((kind.value, kind.label, scores.get(kind.value, [])))
    return scoreboard


def _metrics(project: Project) -> QuerySet[WithAnnotations[SuccessMetric, Newest]]:
    """The project's success metrics, each with its newest observation as JSON, if there is one."""
    metrics = SuccessMetric.objects.filter(project=project)
    return metrics.annotate(newest=newest_of(Observation.objects.all()))
