"""What was promised and what was seen, over all projects that somebody may see.

Units are never summed: a metric stands for itself, and only how many there are is counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from metrics.models import Observation, SuccessMetric
from projects.models import Project
from value.scoreboard import Seen, newest_of, seen_in

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from teams.models.user import User

KINDS = list(SuccessMetric.Kind)


def chance_reached(
    value: float, spread: float | None, target: float, direction: str
) -> float | None:
    """Return the chance that the target is reached by what was seen.

    Parameters
    ----------
    value, spread : the observation and its standard error, in the metric's unit
    target : what is aimed at, in the same unit
    direction : "up" where more is better, else "down"

    Returns
    -------
    The share of a normal distribution around `value` on the better side of `target`, 0 to 1; None
    without a standard error. It says nothing of what will be: only how sure it is that what was
    seen is enough.

    Raises
    ------
    ValueError : if the standard error is below 0.
    """
    if spread is None:
        return None
    if spread < 0:
        raise ValueError("spread: a standard error is 0 or more")
    ahead = value - target if direction == "up" else target - value
    if spread == 0:
        return 1.0 if ahead >= 0 else 0.0
    return NormalDist().cdf(ahead / spread)


@dataclass(frozen=True, slots=True)
class PortfolioLine:
    """One metric: what was promised, what evidence has been seen, and what is only claimed."""

    project: Project
    metric: SuccessMetric
    seen: Seen | None
    claimed: Seen | None

    @property
    def kind(self) -> str:
        return SuccessMetric.Kind(self.metric.kind).label

    @property
    def grade(self) -> str:
        """The words for how good the evidence is."""
        return Observation.Grade(self.seen.grade).label if self.seen else ""

    @property
    def chance(self) -> float | None:
        """That the target is reached by what was seen last; None without a standard error."""
        if self.seen is None:
            return None
        metric = self.metric
        return chance_reached(self.seen.value, self.seen.spread, metric.target, metric.direction)


@dataclass(slots=True)
class ProjectLines:
    """The metrics of one project, in the order of the six kinds."""

    project: Project
    lines: list[PortfolioLine] = field(default_factory=list)

    @property
    def not_promised(self) -> list[str]:
        """Kinds of success that the project has no metric of."""
        promised = {line.metric.kind for line in self.lines}
        return [kind.label for kind in KINDS if kind.value not in promised]


@dataclass(slots=True)
class Group:
    """The projects of one customer or team."""

    name: str
    projects: list[ProjectLines] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many metrics of one kind there are, and how many have been seen."""

    kind: str
    promised: int
    seen: int
    claimed: int
    likely: int  # reached with a chance of a half at least
    unsure: int  # seen without a standard error, so nothing is said of a chance

    @property
    def label(self) -> str:
        return SuccessMetric.Kind(self.kind).label


@dataclass(frozen=True, slots=True)
class PortfolioQuery:
    """Of whom: a customer by name, a team by its slug, one of the six kinds; empty means all."""

    customer: str = ""
    team: str = ""
    kind: str = ""


class Portfolio:
    """Projects × six kinds, over what the reader may see; what is archived is left out."""

    def __init__(self, reader: User, query: PortfolioQuery | None = None) -> None:
        self.query = query or PortfolioQuery()
        self.all = list(
            Project.objects.visible_to(reader)
            .open()
            .select_related("team")
            .order_by("customer", "name", "pk")
        )
        self.projects = [one for one in self.all if self._is_asked(one)]
        self.lines = self._read()

    @property
    def customers(self) -> list[str]:
        return sorted({one.customer for one in self.all if one.customer})

    @property
    def teams(self) -> list[Any]:
        found = {one.team_id: one.team for one in self.all}
        return sorted(found.values(), key=lambda team: (team.name, team.pk))

    @property
    def counts(self) -> list[KindCount]:
        """For each kind how many, never how much."""
        counts = []
        for kind in KINDS:
            of_kind = [line for line in self.lines if line.metric.kind == kind]
            seen = [line for line in of_kind if line.seen]
            claimed = [line for line in of_kind if line.claimed and not line.seen]
            likely = [line for line in seen if (line.chance or 0) >= 0.5]
            unsure = [line for line in seen if line.chance is None]
            numbers = [len(part) for part in (of_kind, seen, claimed, likely, unsure)]
            counts.append(KindCount(kind.value, *numbers))
        return counts

    def groups(self, by: str) -> list[Group]:
        """Group the projects by `team`, or else by their customer."""
        of: dict[int, ProjectLines] = {one.pk: ProjectLines(one) for one in self.projects}
        for line in self.lines:
            of[line.project.pk].lines.append(line)
        groups: dict[str, Group] = {}
        for one in of.values():
            name = one.project.team.name if by == "team" else one.project.customer
            name = name or "No customer named"
            groups.setdefault(name, Group(name)).projects.append(one)
        return sorted(groups.values(), key=lambda group: group.name)

    def _is_asked(self, project: Project) -> bool:
        query = self.query
        if query.customer and project.customer != query.customer:
            return False
        return not query.team or project.team.slug == query.team

    def _read(self) -> list[PortfolioLine]:
        projects = {one.pk: one for one in self.projects}
        metrics = SuccessMetric.objects.filter(project__in=projects)
        if self.query.kind:
            metrics = metrics.filter(kind=self.query.kind)
        lines = []
        for metric in _with_newest(metrics):
            project = projects[metric.project_id]
            seen, claimed = (seen_in(vars(metric)[name]) for name in ("seen", "claimed"))
            lines.append(PortfolioLine(project, metric, seen, claimed))
        places = {kind.value: place for place, kind in enumerate(KINDS)}
        order = {one.pk: place for place, one in enumerate(self.projects)}
        return sorted(
            lines,
            key=lambda one: (order[one.project.pk], places[one.metric.kind], one.metric.pk),
        )


def _with_newest(metrics: QuerySet[SuccessMetric]) -> QuerySet[Any]:
    """Each with the newest of its evidence and of its claims, which have the grade 0."""
    return metrics.annotate(
        seen=newest_of(Observation.objects.filter(grade__gte=1)),
        claimed=newest_of(Observation.objects.filter(grade=0)),
    )


def as_row(line: PortfolioLine) -> dict[str, Any]:
    """A line with names for each number: of the API, and of the CSV."""
    metric = line.metric
    return {
        "project": line.project.key,
        "project_name": line.project.name,
        "customer": line.project.customer,
        "team": line.project.team.slug,
        "success_metric": metric.pk,
        "kind": metric.kind,
        "name": metric.name,
        "unit": metric.unit,
        "direction": metric.direction,
        "baseline": metric.baseline,
        "target": metric.target,
        "due": metric.due,
        **_cells("seen", line.seen),
        "chance_reached": line.chance,
        **_cells("claimed", line.claimed),
    }


def _cells(name: str, seen: Seen | None) -> dict[str, float | int | date | None]:
    if seen is None:
        return {name: None, f"{name}_spread": None, f"{name}_on": None, f"{name}_grade": None}
    return {
        name: float(seen.value),
        f"{name}_spread": seen.spread,
        f"{name}_on": seen.observed_on,
        f"{name}_grade": seen.grade,
    }
