"""How often ranges held against how often they promised to, and what may be said of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from forecasts.models import TrackRecord
from numerics.forecasting import effective_number
from numerics.forecasting.levels import values_needed
from numerics.forecasting.recalibration import UNCALIBRATED_UNDER
from numerics.statistics.interval import Interval
from numerics.statistics.proportions import wilson

MORE, LESS = "holds more often than it says", "holds less often than it says"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often a range held, against how often it promised to."""

    level: float
    held: int
    known: int
    worth: float = 1.0  # of one of them: less where they look at the same days

    @classmethod
    def lived(
        cls, record: TrackRecord, days: int, level: float, resolved: Iterable[Mapping[str, Any]]
    ) -> "Coverage":
        """Of a horizon; `resolved` are the counts of the project that have come true or not."""
        starts = []
        for one in resolved:
            if one["days"] == days:
                starts.append(_ordinal(one["issued_on"]))
        if starts:
            worth = effective_number(starts, days) / len(starts)
        else:
            worth = 1.0
        return cls(level, *record.lived(days, level), worth)

    @property
    def share(self) -> float | None:
        if self.known:
            return self.held / self.known
        return None

    @property
    def is_calibrated(self) -> bool:
        """Whether enough outcomes are known to speak of calibration."""
        return self.known >= UNCALIBRATED_UNDER

    @property
    def effective(self) -> float:
        """As how many independent outcomes they count."""
        return max(self.known * self.worth, min(self.known, 1))

    @property
    def interval(self) -> Interval | None:
        if self.share is None:
            return None
        return wilson(self.share * self.effective, self.effective)

    @property
    def is_off(self) -> str:
        """More or less often than it says, where that is plain; nothing else."""
        if self.interval is None or not self.is_calibrated:
            return ""
        if self.interval.low > self.level:
            return MORE
        if self.interval.high < self.level:
            return LESS
        return ""

    @property
    def is_judged(self) -> bool:
        """Whether they are worth as many as a range of that level has to be told by."""
        return self.is_calibrated and round(self.effective) >= values_needed(self.level)

    @property
    def verdict(self) -> str:
        if self.interval is None or not self.is_calibrated:
            return "uncalibrated: fewer than thirteen outcomes"
        if self.is_off:
            return self.is_off
        if not self.is_judged:
            return (
                f"can't be told yet: {self.known} outcomes count as {self.effective:.0f}, "
                f"{values_needed(self.level)} are needed"
            )
        return "nothing speaks against it"


def _ordinal(day: str | date) -> int:
    return (date.fromisoformat(day) if isinstance(day, str) else day).toordinal()
