"""How well a project's forecasts held: hits against promises, skill, and what came of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, TypedDict

import numpy as np

from forecasts.coverage import Coverage
from forecasts.models import TrackRecord
from forecasts.models.forecast import Forecast
from forecasts.words import HORIZON_WORDS
from numerics.forecasting import Skill
from numerics.forecasting.count import HORIZONS
from numerics.forecasting.levels import LEVELS
from numerics.forecasting.recalibration import UNCALIBRATED_UNDER
from numerics.forecasting.scores import pit_histogram

if TYPE_CHECKING:
    from projects.models.project import Project

READ = 520  # the newest; hits are counted over all of them, in the track record
LISTED, NEWEST = 40, 8
SEED = 20
OTHERS = {
    Forecast.Kind.SPRINT_COUNT: "How many of the project by the sprint's end",
    Forecast.Kind.THEME_DONE: Forecast.Kind.THEME_DONE.label,
    Forecast.Kind.BACKLOG_DONE: Forecast.Kind.BACKLOG_DONE.label,
}
GOALS = {
    Forecast.Kind.SPRINT_COUNT: "The sprint's commitment kept",
    Forecast.Kind.CHARTER_END: "Done by the charter's end",
}


@dataclass(frozen=True)
class Horizon:
    """The record of one horizon: lived, and apart from it, replayed."""

    days: int
    lived: list[Coverage]
    replayed: list[Coverage]
    scored: list[Forecast]

    @property
    def name(self) -> str:
        return HORIZON_WORDS[self.days].capitalize()

    @property
    def known(self) -> int:
        return self.lived[0].known

    @property
    def is_calibrated(self) -> bool:
        return self.lived[0].is_calibrated

    @cached_property
    def skill(self) -> Skill | None:
        pairs = []
        for one in self.scored:
            pairs.append((one.issued_on.toordinal(), one.outcome.crps, one.outcome.rival_crps))
        return Skill.of(pairs, self.days, seed=SEED)

    @cached_property
    def pit(self) -> list[tuple[str, float]]:
        """The share of outcomes in each tenth of what was foreseen; even if all is well."""
        values = []
        for one in self.scored:
            if one.outcome.pit is not None:
                values.append(one.outcome.pit)
        if len(values) < UNCALIBRATED_UNDER:
            return []
        shares = pit_histogram(values).tolist()
        pit = []
        for n, share in enumerate(shares):
            pit.append((f"{10 * n}–{10 * n + 10} %", share))
        return pit


class ScoredCount(TypedDict):
    days: int
    issued_on: date


@dataclass(frozen=True)
class Scored:
    """All that the calibration page shows."""

    record: TrackRecord
    forecasts: list[Forecast]  # newest first
    counts: list[ScoredCount]  # all that the ranges learned from: what they looked at, and when

    @classmethod
    def of(cls, project: Project) -> Scored:
        rows = Forecast.objects.filter(project=project).select_related("outcome", "theme", "sprint")
        rows = rows.defer("inputs", "futures", "rival_futures", "recalibration")
        record = getattr(project, "track_record", None) or TrackRecord(project=project)
        counts = Forecast.objects.filter(project=project).counts().scored().order_by("pk")
        plain = list(counts.select_related(None).values("days", "issued_on"))
        return cls(record, list(rows.order_by("-pk")[:READ]), plain)

    @cached_property
    def resolved(self) -> list[Forecast]:
        """Those with a score, oldest outcome first."""
        known = []
        for one in self.forecasts:
            if hasattr(one, "outcome"):
                known.append(one)
        known = [one for one in known if not one.outcome.voided]
        return sorted(known, key=lambda one: (one.due_on, one.pk))

    @cached_property
    def horizons(self) -> list[Horizon]:
        return [self._horizon(days) for days in HORIZONS]

    @property
    def known(self) -> int:
        return sum(horizon.known for horizon in self.horizons)

    @property
    def counted(self) -> str:
        """As how many independent ones the outcomes of each horizon count."""
        parts = []
        for one in self.horizons:
            if one.known:
                parts.append(f"{one.known} for {one.name.lower()} as {one.lived[0].effective:.0f}")
        return ", ".join(parts)

    @property
    def others(self) -> list[tuple[str, Coverage]]:
        """What was said of sprints, themes and the backlog: the 85 % ranges that held.

        What was said again and again of one theme, one sprint or the end comes true once.
        """
        found = []
        for kind in OTHERS:
            told = []
            for one in self.resolved:
                if one.kind == kind:
                    told.append(one)
            held = sum(bool(one.outcome.held_85) for one in told)
            of = len({(one.theme_id, one.sprint_id) for one in told})
            if told:
                found.append((OTHERS[kind], Coverage(0.85, held, len(told), of / len(told))))
        return found

    @property
    def goals(self) -> list[tuple[str, float, int]]:
        """Mean squared error of the chances that were given for a goal, and of how many."""
        found = []
        for kind, label in GOALS.items():
            told = []
            for one in self.resolved:
                if one.kind == kind:
                    told.append(one.outcome.brier)
            known = []
            for brier in told:
                if brier is not None:
                    known.append(brier)
            if known:
                found.append((label, float(np.mean(known)), len(known)))
        return found

    @property
    def fallen(self) -> list[Horizon]:
        """The horizons with outcomes enough to say where they fell."""
        cases = []
        for horizon in self.horizons:
            if horizon.pit:
                cases.append(horizon)
        return cases

    @property
    def listed(self) -> list[Forecast]:
        return self.forecasts[:LISTED]

    @property
    def newest(self) -> list[Forecast]:
        return self.listed[:NEWEST]

    @property
    def earlier(self) -> list[Forecast]:
        return self.listed[NEWEST:]

    def _horizon(self, days: int) -> Horizon:
        warmth = self.record.warmth(days)
        scored = []
        for one in self.resolved:
            if one.kind == "count" and one.days == days:
                scored.append(one)
        lived = []
        for level in LEVELS:
            lived.append(Coverage.lived(self.record, days, level, self.counts))
        replayed = []
        for level in LEVELS:
            replayed.append(Coverage(level, warmth.hits[level], warmth.resolved))
        return Horizon(days, lived, replayed, scored)
