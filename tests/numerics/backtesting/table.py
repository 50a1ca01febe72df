"""A small made-up sprint table in the columns the backtest reads."""

import csv
import io

import numpy as np

from numerics.backtesting.sprints import NAMES, PERCENTS, POINTS, STANDING

COLUMNS = (*NAMES, "name", *POINTS)


def sprint(place: int, rng: np.random.Generator) -> dict[str, object]:
    committed = int(rng.integers(5, 30))
    delivered = int(committed * rng.uniform(0.3, 1.2))
    row: dict[str, object] = {
        "project": "Orion" if place % 3 else "Lyra",
        "board_id": 1 + place % 2,
        "sprint_id": place,
        "name": f"Sprint {place}",
        "committed_points": committed,
        "delivered_points": delivered,
    }
    for percent in PERCENTS:
        done = delivered * percent // 100
        points = (done, (committed - done) // 3, (committed - done) // 2, 1, 0)
        row |= {f"{part}_points_{percent}": p for part, p in zip(STANDING, points, strict=True)}
    return row


def rows(count: int = 90) -> list[dict[str, object]]:
    rng = np.random.default_rng(5)
    return [sprint(place, rng) for place in range(1, count + 1)]


def as_csv(sprints: list[dict[str, object]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(sprints)
    return text.getvalue()
