"""How sure a range may claim to be, given how much history stands behind it."""

import math

LEVELS = (0.50, 0.85, 0.95)


def supported_level(n: int) -> float:
    """The highest level a two-sided range may claim from ``n`` past values: (n-1)/(n+1).

    The next value of an exchangeable series falls outside the range of the n before it with
    probability 2/(n+1); no method can promise more without assuming a distribution.
    """
    return max(n - 1, 0) / (n + 1)


def values_needed(level: float) -> int:
    """The past values a two-sided range of ``level`` needs: 50 % 3, 85 % 13, 95 % 39."""
    # The tolerance keeps 1.85/0.15 = 12.33 apart from 1.95/0.05 = 39.0000...1.
    return math.ceil((1 + level) / (1 - level) - 1e-9)


def levels_for(n: int) -> tuple[float, ...]:
    """The levels to show for ``n`` past values; short of 95 %, the widest at its true level."""
    kept = [level for level in LEVELS if n >= values_needed(level)]
    widest = supported_level(n)
    if len(kept) < len(LEVELS) and widest > max(kept, default=0.0):
        kept.append(widest)
    return tuple(kept)
