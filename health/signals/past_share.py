"""What A3 and B3 share: a share of time, told beside what is usual for the team."""

from dataclasses import dataclass

from health.signals.pooled_share import Pooled
from health.signals.words import percents
from numerics.statistics.interval import Interval


@dataclass(frozen=True)
class BaselineShare:
    """A share and its interval, and the team's own limits of it by sprint, of those before."""

    found: Pooled
    usual: Interval | None

    @property
    def spread(self) -> str:
        return percents(self.found.interval.low, self.found.interval.high)

    @property
    def usually(self) -> str:
        """The limits in words; only where they are known. No share lies under nought."""
        if self.usual is None:
            return ""
        return percents(max(0.0, self.usual.low), self.usual.high)

    def figures(self, name: str, prefix: str) -> dict[str, float | None]:
        usual = self.usual
        return {
            name: self.found.value,
            f"{prefix}_low": self.found.interval.low,
            f"{prefix}_high": self.found.interval.high,
            f"{prefix}_usual_low": max(0.0, usual.low) if usual else None,
            f"{prefix}_usual_high": usual.high if usual else None,
        }
