"""How often the forecasts hold on real histories, for the promises the product makes of them.

`bin/bench backtest` looks for the histories in the folder that BACKTEST_DATA names, else in
../shared/data: a folder `tawos_completion_dates` with one ISO date a line in each file, and a table
`agile_sprints_tse2017/derived_sprints_tidy.csv`. What isn't there is left out. BACKTEST_SAMPLE, 0
to 1, takes a share of the projects; all of them take some minutes.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
COMPLETIONS = Path("tawos_completion_dates")
SPRINTS = Path("agile_sprints_tse2017") / "derived_sprints_tidy.csv"


def main() -> None:
    data = Path(os.environ.get("BACKTEST_DATA") or ROOT.parent / "shared" / "data")
    given = {"--completions": data / COMPLETIONS, "--sprints": data / SPRINTS}
    present = []
    for name, path in given.items():
        if path.exists():
            for part in (name, path):
                present.append(str(part))
    if not present:
        print(f"There are no histories in {data}; name another folder by BACKTEST_DATA.")
        return
    with tempfile.TemporaryDirectory() as folder:
        figures = Path(folder) / "figures.json"
        began = time.perf_counter()
        run([*present, "--json", figures, "--report", Path(folder) / "report.md"])
        tell(json.loads(figures.read_text())["acceptance"], time.perf_counter() - began)


def run(arguments: Any) -> None:
    sample = os.environ.get("BACKTEST_SAMPLE", "1")
    command = [sys.executable, "manage.py", "backtest", *arguments, "--sample", sample]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    if done.returncode:
        raise SystemExit(done.returncode)


def tell(promises: Any, seconds: float) -> None:
    """One line a promise: asked, measured, kept."""
    for promise in promises:
        least, most = (promise[side] for side in ("least", "most"))
        parts = []
        for sign, limit in (("≥", least), ("≤", most)):
            if limit is not None:
                parts.append(f"{sign} {limit:g}")
        asked = " ".join(parts)
        if promise["value"] is None:
            value = "not measured"
        else:
            value = f"{promise['value']:.3f}"
        kept = {True: "kept", False: "NOT KEPT", None: ""}[promise["met"]]
        print(f"{promise['what']:44} {asked:16} {value:>12}  {kept}")
    print(f"in {seconds:.0f} s")


if __name__ == "__main__":
    main()
