"""Rules of when a trend is an alert, to be compared on the same reports."""

from dataclasses import dataclass

from benchmarks.invented.watching import Report, Seen
from health.signals.catalogue import BY_KEY
from numerics.statistics.trends import FALSE_SHARE, Change, discoveries

STOOD, SEEN, SAME_WAY = "stood as well", "p ≤ 0.10 by itself", "pointed the same way"


@dataclass(frozen=True, slots=True)
class Rule:
    """How a test's level is shared between its sides, and what a sprint before has to say."""

    is_weighed: bool
    before: str

    @property
    def name(self) -> str:
        return f"{'nine to one' if self.is_weighed else 'alike, both alerted'} | {self.before}"

    def alerted(self, seen: Report) -> set[tuple[str, int]]:
        """Return which signals this rule would alert, and in which direction each."""
        stands = self._standing({key: one.now for key, one in seen.items() if one.now})
        stood = self._standing({key: one.before for key, one in seen.items() if one.before})
        alerted = set()
        for key, one in seen.items():
            if key in stands and self._is_alerted(key, one, key in stood):
                alerted.add((key, one.direction))
        return alerted

    def _is_alerted(self, key: str, one: Seen, stood: bool) -> bool:
        worse = BY_KEY[key].worse
        if not worse or one.before is None or one.before.direction != one.direction:
            return False
        if self.is_weighed and one.direction != worse:
            return False
        by_itself = self._p_value(key, one.before) <= FALSE_SHARE
        return {STOOD: stood, SEEN: by_itself, SAME_WAY: True}[self.before]

    def _standing(self, changes: dict[str, Change]) -> set[str]:
        p_values = [self._p_value(key, one) for key, one in changes.items()]
        standing = set()
        for key, one in zip(changes, discoveries(p_values), strict=True):
            if one:
                standing.add(key)
        return standing

    def _p_value(self, key: str, change: Change) -> float:
        if self.is_weighed:
            return change.p_weighed(BY_KEY[key].worse)
        return change.p_value


RULES = [Rule(weighed, before) for weighed in (False, True) for before in (STOOD, SEEN, SAME_WAY)]
