"""Which code a report was made by: a digest of every file that can change a number in it."""

import hashlib
from functools import cache
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
PARTS = (
    "metrics/models/facts", "metrics/models/pulse.py", "metrics/models/telling.py",
    "metrics/reports", "metrics/signals", "numerics/statistics", "numerics/forecasting",
)  # fmt: skip
# They read what was made.
SHOWING = {"showing", "comparing.py", "asked.py", "progress.py"}


@cache
def code_version() -> str:
    digest = hashlib.sha256(np.__version__.encode())
    for part in PARTS:
        for path in _files(ROOT / part):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _files(part: Path) -> list[Path]:
    if part.is_file():
        return [part]
    return [path for path in sorted(part.rglob("*.py")) if SHOWING.isdisjoint(path.parts)]
