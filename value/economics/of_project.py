"""What the solutions of a project are worth, each and together: one project, one currency."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from numerics.economics.outlook import HORIZONS, Net, net_of
from solutions.models import Solution
from value.economics.reading import SolutionEconomics, economics_of, with_economics
from value.economics.words import between, money, months
from web.templatetags.numbers import chance

if TYPE_CHECKING:
    from projects.models import Project

MOST = 50  # solutions that are drawn on one page: each takes its draws


@dataclass(frozen=True, slots=True)
class NetWords:
    """A net value as a cell of the table tells it."""

    months: int
    middle: str
    between: str
    loss: str

    @classmethod
    def of(cls, net: Net, currency: str) -> NetWords:
        return cls(
            net.months,
            money(net.median, currency),
            between(net.interval, currency),
            chance(net.loss),
        )


class ProjectLine:
    """One solution's row."""

    def __init__(self, of: SolutionEconomics) -> None:
        self.of, self.solution, self.missing = of, of.solution, of.missing

    @property
    def nets(self) -> list[NetWords]:
        outlook = self.of.outlook
        return [NetWords.of(net, self.of.currency) for net in outlook.nets] if outlook else []

    @property
    def break_even(self) -> str:
        return months(self.of.outlook.break_even) if self.of.outlook else ""


class ProjectEconomics:
    """The standing solutions, newest first."""

    def __init__(self, project: Project) -> None:
        self.project = project
        standing = Solution.objects.standing().of_project(project)
        rows = list(with_economics(standing).order_by("-sketched_at", "-pk")[: MOST + 1])
        self.is_cut = len(rows) > MOST
        self.all = economics_of(rows[:MOST])

    @cached_property
    def lines(self) -> list[ProjectLine]:
        return [ProjectLine(one) for one in self.all]

    @property
    def drawn(self) -> list[SolutionEconomics]:
        return [one for one in self.all if one.outlook]

    @cached_property
    def nets(self) -> list[Net]:
        """What they come to together, draw by draw; none of one alone, which stands for itself."""
        outlooks = [one.outlook for one in self.drawn if one.outlook]
        if len(outlooks) < 2:
            return []
        nets = []
        for horizon in HORIZONS:
            sums = np.sum([outlook.draws[horizon] for outlook in outlooks], axis=0)
            nets.append(net_of(horizon, sums))
        return nets

    @property
    def told(self) -> list[NetWords]:
        return [NetWords.of(net, self.project.currency) for net in self.nets]
