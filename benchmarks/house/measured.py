"""Figures that take a run of the product: kept when they are measured, printed with the others."""

import json
from datetime import date

from benchmarks.house import sources

FILE = sources.ROOT / "var" / "measured.json"


def keep(**figures: str) -> None:
    """Keep what was measured today, beside what was kept of other figures."""
    kept = _read()
    today = date.today().isoformat()  # noqa: DTZ011  whoever reads it sits at this machine
    for name, stands in figures.items():
        kept[name] = {"stands": stands, "on": today}
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")


def kept(name: str, command: str) -> str:
    """Return how the figure stood when it was measured here, else what measures it."""
    figure = _read().get(name)
    return f"{figure['stands']} ({figure['on']})" if figure else f"by {command}"


def _read() -> dict[str, dict[str, str]]:
    try:
        content: dict[str, dict[str, str]] = json.loads(FILE.read_text())
    except (OSError, ValueError):
        return {}
    return content
