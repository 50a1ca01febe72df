"""The promises the product makes of its forecasts, each held against what was measured."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from numerics.backtesting.walk import EVERY_DATE, OURS

# Leak-free, forward in time: one fixed boosted model with team history, mean over five projects.
FIXED_MODEL = {"0": 1.002, "30": 1.073, "50": 0.939, "80": 0.879}
# Likewise: the best of several boosted models, by project.
BEST_BOOSTED = {
    "Apache": {"0": 0.920, "30": 0.700, "50": 0.523, "80": 0.508},
    "JBoss": {"0": 1.342, "30": 1.189, "50": 0.836, "80": 0.762},
    "JIRA": {"0": 0.817, "30": 0.768, "50": 0.462, "80": 0.378},
    "MongoDB": {"0": 0.940, "30": 1.391, "50": 1.353, "80": 1.054},
    "Spring": {"0": 0.781, "30": 1.148, "50": 1.284, "80": 1.611},
}


@dataclass(frozen=True)
class Promise:
    """A figure that has to lie between ``least`` and ``most``; ``met`` is None if unmeasured."""

    what: str
    value: float | None
    least: float | None = None
    most: float | None = None

    @property
    def met(self) -> bool | None:
        if self.value is None:
            return None
        above = self.least is None or self.value >= self.least
        return above and (self.most is None or self.value <= self.most)


def judge(result: Mapping[str, Any]) -> list[dict[str, object]]:
    """The promises for the held-out projects; for the tuned ones only if there are no others."""
    promises = [
        *count_promises(deciding(result.get("completions", {})).get(EVERY_DATE, {})),
        *point_promises(deciding(result.get("sprints", {})).get("points", {})),
        *delivery_promises(widest(result.get("sprints", {})).get("delivery", {})),
    ]
    return [{**asdict(promise), "met": promise.met} for promise in promises]


def deciding(groups: Mapping[str, Any]) -> Mapping[str, Any]:
    return groups.get("held out") or groups.get("tuned on") or {}


def widest(groups: Mapping[str, Any]) -> Mapping[str, Any]:
    """All projects: the row to compare with is a mean over projects, so each one counts."""
    return groups.get("all") or deciding(groups)


def count_promises(horizons: Mapping[str, Any]) -> list[Promise]:
    if not horizons:
        return []
    two, four, thirteen = horizons["14"], horizons["28"], horizons["91"]
    return [
        Promise("2 weeks: 85 % range covers", coverage(two, "85"), 0.83, 0.87),
        Promise("2 weeks: CRPS below the bootstrap's, low end", low(two, "crps_skill"), 0.0),
        Promise("4 weeks: 85 % range covers", coverage(four, "85"), 0.80),
        Promise("13 weeks: 85 % range covers", coverage(thirteen, "85"), 0.78),
        Promise("13 weeks: 95 % range covers", coverage(thirteen, "95"), 0.88),
        Promise("13 weeks: pinball below the bootstrap's", gain(thirteen, "pinball_skill"), 0.0),
    ]


def point_promises(horizons: Mapping[str, Any]) -> list[Promise]:
    if not horizons:
        return []
    one, three, five = horizons["1"], horizons["3"], horizons["5"]
    return [
        Promise("next sprint: 85 % range covers", coverage(one, "85"), 0.80, 0.92),
        Promise("next sprint: 95 % range covers", coverage(one, "95"), 0.92),
        Promise("3 sprints: 85 % range covers", coverage(three, "85"), 0.80),
        Promise("5 sprints: 85 % range covers", coverage(five, "85"), 0.80),
    ]


def delivery_promises(delivery: Mapping[str, Any]) -> list[Promise]:
    return [
        Promise(f"delivered at {moment} %: mean NMAE", value, None, FIXED_MODEL[moment])
        for moment, value in delivery.get("mean_nmae", {}).items()
    ]


def coverage(horizon: Mapping[str, Any], level: str) -> float | None:
    value: float | None = (
        horizon["methods"].get(OURS, {}).get("coverage", {}).get(level, {}).get("value")
    )
    return value


def gain(horizon: Mapping[str, Any], name: str) -> float | None:
    value: float | None = horizon["methods"].get(OURS, {}).get(name, {}).get("value")
    return value


def low(horizon: Mapping[str, Any], name: str) -> float | None:
    low_end: float | None = horizon["methods"].get(OURS, {}).get(name, {}).get("low")
    return low_end
