"""Which code a report was made by: a digest of every file that can change a number in it."""

import hashlib
from functools import cache
from pathlib import Path

import numpy as np

METRICS = Path(__file__).resolve().parent.parent
PARTS = (
    "models/facts", "models/pulse.py", "models/telling.py", "reports", "signals", "statistics",
    "forecasting",
)  # fmt: skip
# They read what was made.
SHOWING = {"showing", "comparing.py", "asked.py", "progress.py"}


@cache
def code_version() -> str:
    digest = hashlib.sha256(np.__version__.encode())
    for part in PARTS:
        for path in _files(METRICS / part):
            digest.update(str(path.relative_to(METRICS)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _files(part: Path) -> list[Path]:
    if part.is_file():
        return [part]
    return [path for path in sorted(part.rglob("*.py")) if SHOWING.isdisjoint(path.parts)]
