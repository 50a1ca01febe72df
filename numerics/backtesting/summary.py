"""From tables of scores to the figures of the report."""

from collections.abc import Callable, Sequence

import numpy as np

from numerics.backtesting.estimates import average, rounded, share, skill
from numerics.backtesting.walk import BOOTSTRAP, CLEANED, METHODS, OURS, Scores, Table
from numerics.forecasting import LEVELS, values_needed
from numerics.forecasting.scores import pit_histogram

WITH_RANGES = (OURS, BOOTSTRAP, CLEANED)
LEAST_TO_JUDGE, FEW_HELD = 30, 0.80


def summarise(scores: Sequence[Scores], seed: int) -> dict[str, object]:
    """Everything about one horizon: counts, and a block of figures per method."""
    scores = [one for one in scores if one.count]
    if not scores:
        return {"series": 0, "forecasts": 0, "methods": {}}
    return {
        "series": len(scores),
        "forecasts": sum(one.count for one in scores),
        "methods": {
            method: of_method(scores, method, seed)
            for method in METHODS
            if method in scores[0].tables
        },
        "young": of_the_young(scores, seed),
        "pit": [round(float(x), 4) for x in pit_histogram(stacked(scores, OURS)["pit"].tolist())],
        "series_under_80": share_of_badly_held(scores),
        "by_series": {one.series: of_series(one) for one in scores},
    }


def of_method(scores: Sequence[Scores], method: str, seed: int) -> dict[str, object]:
    figures: dict[str, object] = {
        "crps": average(scaled(scores, method, "crps"), seed).as_json(),
        "pinball": average(scaled(scores, method, "pinball"), seed).as_json(),
    }
    if method != BOOTSTRAP:
        for name in ("crps", "pinball"):
            found = skill(means(scores, method, name), means(scores, BOOTSTRAP, name), seed)
            figures[f"{name}_skill"] = found.as_json()
    if method in WITH_RANGES:
        figures["brier"] = average(means(scores, method, "brier"), seed).as_json()
        figures["coverage"] = per_level(lambda level: covered(scores, method, level, seed))
        figures["coverage_with_young"] = per_level(
            lambda level: covered(scores, method, level, seed, of=lambda table, _: table)
        )
        figures["width"] = per_level(lambda level: relative_width(scores, method, level, seed))
    return figures


def per_level(figure: Callable[[float], dict[str, object]]) -> dict[str, object]:
    return {percent(level): figure(level) for level in LEVELS}


def percent(level: float) -> str:
    return str(round(100 * level))


def supported(table: Table, level: float) -> Table:
    """The forecasts old enough to claim ``level``; the others don't, and show a narrower one."""
    return table[table["n"] >= values_needed(level)]


def covered(
    scores: Sequence[Scores],
    method: str,
    level: float,
    seed: int,
    of: Callable[[Table, float], Table] = supported,
) -> dict[str, object]:
    """The share that held with its interval, and of how many ranges."""
    tables = [of(one.tables[method], level) for one in scores]
    held = [float(table[f"held_{percent(level)}"].sum()) for table in tables]
    counts = [len(table) for table in tables]
    return {**share(held, counts, seed).as_json(), "forecasts": sum(counts)}


def relative_width(
    scores: Sequence[Scores], method: str, level: float, seed: int
) -> dict[str, object]:
    """The median width of a series over its mean outcome, averaged over series."""
    tables = [supported(one.tables[method], level) for one in scores]
    widths = [
        float(np.median(table[f"width_{percent(level)}"]) / table["outcome"].mean())
        for table in tables
        if len(table) and table["outcome"].mean() > 0
    ]
    return {**average(widths, seed).as_json(), "series": len(widths)}


def means(scores: Sequence[Scores], method: str, name: str) -> list[float]:
    return [float(one.tables[method][name].mean()) for one in scores]


def scaled(scores: Sequence[Scores], method: str, name: str) -> list[float]:
    """The mean score of each series over its mean outcome, so that projects can be averaged."""
    tables = [one.tables[method] for one in scores]
    return [float(t[name].mean() / t["outcome"].mean()) for t in tables if t["outcome"].mean() > 0]


def stacked(scores: Sequence[Scores], method: str) -> Table:
    return np.concatenate([one.tables[method] for one in scores])


def of_the_young(scores: Sequence[Scores], seed: int) -> dict[str, object]:
    """Histories too short for 95 %: what their widest range claims, and how often it held."""
    tables = [one.tables[OURS] for one in scores]
    young = [table[table["n"] < values_needed(LEVELS[-1])] for table in tables]
    counts = [len(table) for table in young]
    return {
        "forecasts": sum(counts),
        "claimed": share([float(t["widest"].sum()) for t in young], counts, seed).as_json(),
        "held": share([float(t["widest_held"].sum()) for t in young], counts, seed).as_json(),
    }


def share_of_badly_held(scores: Sequence[Scores]) -> dict[str, float | None]:
    """The share of series, of those with thirty forecasts, whose 85 % range holds under 80 %."""
    long = [one for one in scores if len(supported(one.tables[OURS], 0.85)) >= LEAST_TO_JUDGE]
    if not long:
        return dict.fromkeys((OURS, BOOTSTRAP))
    return {
        method: rounded(
            np.mean([(held_share(one.tables[method], 0.85) or 0) < FEW_HELD for one in long])
        )
        for method in (OURS, BOOTSTRAP)
    }


def of_series(one: Scores) -> dict[str, object]:
    ours, theirs = one.tables[OURS], one.tables[BOOTSTRAP]
    plain = float(theirs["crps"].mean())
    return {
        "forecasts": one.count,
        "mean_outcome": rounded(ours["outcome"].mean()),
        "coverage": {percent(level): held_share(ours, level) for level in LEVELS},
        "crps_ratio": rounded(float(ours["crps"].mean()) / plain) if plain else None,
        "methods": {method: raw(table, method) for method, table in one.tables.items()},
    }


def raw(table: Table, method: str) -> dict[str, object]:
    """Losses in the unit of the outcome, stories or points, and the ranges a method gives."""
    figures: dict[str, object] = {name: rounded(table[name].mean()) for name in ("crps", "pinball")}
    if method in WITH_RANGES:
        figures["coverage"] = {percent(level): held_share(table, level) for level in LEVELS}
        figures["median_width"] = {percent(level): median_width(table, level) for level in LEVELS}
    return figures


def median_width(table: Table, level: float) -> float | None:
    table = supported(table, level)
    return rounded(np.median(table[f"width_{percent(level)}"])) if len(table) else None


def held_share(table: Table, level: float) -> float | None:
    table = supported(table, level)
    return rounded(table[f"held_{percent(level)}"].mean()) if len(table) else None
