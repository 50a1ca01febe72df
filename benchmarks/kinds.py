"""How often the forecast's ranges hold on invented histories of every kind.

Nineteen kinds, KINDS_HISTORIES (6) of each, some minutes in all: for each kind and horizon the
share of 50, 85 and 95 % ranges that held, among those old enough to claim their level, and the
pinball loss over that of the common bootstrap of twelve weeks (under 1 is better).
"""

import os
import time

import numpy as np

from numerics.backtesting.baselines import daily_bootstrap
from numerics.backtesting.kinds import KINDS, histories
from numerics.forecasting import HORIZONS, LEVELS, History, recalibrated, replay, values_needed
from numerics.forecasting.scores import pinball

DRAWS = 1_000


def main() -> None:
    began = time.perf_counter()
    print(f"{'':20}" + "".join(f"{days:>4} days: 50, 85, 95 %, loss   " for days in HORIZONS))
    for kind in KINDS:
        told = list(histories(kind, int(os.environ.get("KINDS_HISTORIES", "6")), seed=1))
        print(f"{kind:20}" + "".join(line(told, days) for days in HORIZONS), flush=True)
    print(f"in {time.perf_counter() - began:.0f} s")


def line(told: list[History], days: int) -> str:
    held: dict[float, list[bool]] = {level: [] for level in LEVELS}
    ours, rivals = [], []
    for place, history in enumerate(told):
        for forecast, one in recalibrated(replay(history, days, seed=place, draws=DRAWS)):
            for level in LEVELS:
                if forecast.n >= values_needed(level):
                    held[level].append(forecast.interval(level).holds(one.outcome))
            rng = np.random.default_rng([place, one.issued])
            rival = daily_bootstrap(history.days[: one.issued], days, DRAWS, rng)
            ours.append(pinball(forecast.draws, one.outcome))
            rivals.append(pinball(rival, one.outcome))
    shares = ", ".join(f"{100 * np.mean(held[lv]):3.0f}" if held[lv] else "  –" for lv in LEVELS)
    return f"{'':11}{shares}, {sum(ours) / max(sum(rivals), 1e-9):.2f}   "


if __name__ == "__main__":
    main()
