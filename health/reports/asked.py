"""What a round of the pulse asked, as a report tells it: rounds of all statements and of three."""

from dataclasses import dataclass

import orjson

from pulse.models.wave import PULSE, SAFETY

SIGNAL = "G1"
SHORT = {item.key for item in PULSE}


@dataclass(frozen=True)
class Asked:
    """How many statements the round had, and the means of those that everybody answered."""

    count: int
    means: dict[str, float]

    @classmethod
    def of(cls, body: bytes) -> "Asked":
        told = next(one for one in orjson.loads(body)["signals"] if one["key"] == SIGNAL)
        figures = told["figures"]
        means = {}
        for name, mean in figures.items():
            if name.startswith("item_"):
                means[name.removeprefix("item_")] = mean
        # Reports of before it was kept say it by the statements they name.
        usual = len(SAFETY) if means.keys() - SHORT else len(SHORT)
        return cls(int(figures.get("statements", usual)), means)

    def since(self, then: "Asked") -> float | None:
        """How the mean of what both asked has changed; nothing without such statements."""
        both = self.means.keys() & then.means.keys()
        changes = [self.means[key] - then.means[key] for key in sorted(both)]
        if changes:
            return sum(changes) / len(changes)
        return None
