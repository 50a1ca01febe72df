"""How well a project's forecasts held: hits against promises, skill, and what came of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from metrics.forecasting.count import HORIZONS
from metrics.forecasting.levels import LEVELS
from metrics.forecasting.recalibration import UNCALIBRATED_UNDER
from metrics.forecasting.scores import pit_histogram
from metrics.forecasts.words import HORIZON_WORDS
from metrics.models import Forecast, TrackRecord
from metrics.statistics.interval import Interval, of_draws
from metrics.statistics.proportions import wilson
from metrics.statistics.resampling import ratio_draws

READ = 520  # the newest; hits are counted over all of them, in the track record
LISTED = 40
LEAST_FOR_SKILL = 8
BLOCK = 4  # consecutive forecasts overlap, so they are resampled together
SEED = 20


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often a range held, against how often it promised to."""

    level: float
    held: int
    known: int

    @property
    def share(self) -> float | None:
        return self.held / self.known if self.known else None

    @property
    def is_calibrated(self) -> bool:
        """Whether enough outcomes are known to speak of calibration."""
        return self.known >= UNCALIBRATED_UNDER

    @property
    def interval(self) -> Interval | None:
        return wilson(self.held, self.known) if self.known else None

    @property
    def verdict(self) -> str:
        interval = self.interval
        if interval is None or not self.is_calibrated:
            return "uncalibrated: fewer than thirteen outcomes"
        if interval.low > self.level:
            return "holds more often than it says"
        return "holds less often than it says" if interval.high < self.level else "as promised"


@dataclass(frozen=True, slots=True)
class Skill:
    """1 − CRPS over that of the common bootstrap: above nought is better than it."""

    value: float
    interval: Interval
    n: int

    @classmethod
    def of(cls, ours: Sequence[float], rivals: Sequence[float]) -> "Skill | None":
        if len(ours) < LEAST_FOR_SKILL or not sum(rivals):
            return None
        blocks = np.arange(len(ours)) // BLOCK
        tops, bottoms = (
            np.bincount(blocks, weights=values).astype(float) for values in (ours, rivals)
        )
        draws = 1 - ratio_draws(tops, bottoms, np.random.default_rng([SEED, len(ours)]))
        return cls(1 - sum(ours) / sum(rivals), of_draws(draws), len(ours))


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
        both = [(one.outcome.crps, one.outcome.rival_crps) for one in self.scored]
        known = [(ours, rival) for ours, rival in both if ours is not None and rival is not None]
        return Skill.of([ours for ours, _ in known], [rival for _, rival in known])

    @cached_property
    def pit(self) -> list[tuple[str, float]]:
        """The share of outcomes in each tenth of what was foreseen; even if all is well."""
        values = [one.outcome.pit for one in self.scored if one.outcome.pit is not None]
        if len(values) < UNCALIBRATED_UNDER:
            return []
        shares = pit_histogram(values).tolist()
        return [(f"{10 * n}–{10 * n + 10} %", share) for n, share in enumerate(shares)]


@dataclass(frozen=True)
class Scored:
    """All that the calibration page shows."""

    record: TrackRecord
    forecasts: list[Forecast]  # newest first

    @classmethod
    def of(cls, project) -> "Scored":
        rows = Forecast.objects.filter(project=project).select_related("outcome", "theme")
        rows = rows.defer("inputs", "futures", "rival_futures", "recalibration")
        record = getattr(project, "track_record", None) or TrackRecord(project=project)
        return cls(record, list(rows.order_by("-pk")[:READ]))

    @cached_property
    def resolved(self) -> list[Forecast]:
        """Those with a score, oldest outcome first."""
        known = [one for one in self.forecasts if hasattr(one, "outcome")]
        known = [one for one in known if not one.outcome.voided]
        return sorted(known, key=lambda one: (one.due_on, one.pk))

    @cached_property
    def horizons(self) -> list[Horizon]:
        return [self._horizon(days) for days in HORIZONS]

    @property
    def known(self) -> int:
        return sum(horizon.known for horizon in self.horizons)

    @property
    def others(self) -> list[tuple[str, Coverage]]:
        """What was said of sprints, themes and the backlog: the 85 % ranges that held."""
        found = []
        for kind in ("sprint_count", "theme_done", "backlog_done"):
            held = [bool(one.outcome.held_85) for one in self.resolved if one.kind == kind]
            if held:
                found.append((Forecast.Kind(kind).label, Coverage(0.85, sum(held), len(held))))
        return found

    @property
    def brier(self) -> tuple[float, int] | None:
        """Mean squared error of the chances given for the charter's end, and of how many."""
        told = [one.outcome.brier for one in self.resolved if one.outcome.brier is not None]
        return (float(np.mean(told)), len(told)) if told else None

    @property
    def listed(self) -> list[Forecast]:
        return self.forecasts[:LISTED]

    def _horizon(self, days):
        warmth = self.record.warmth(days)
        lived = [Coverage(level, *self.record.lived(days, level)) for level in LEVELS]
        replayed = [Coverage(level, warmth.hits[level], warmth.resolved) for level in LEVELS]
        scored = [one for one in self.resolved if one.kind == "count" and one.days == days]
        return Horizon(days, lived, replayed, scored)
