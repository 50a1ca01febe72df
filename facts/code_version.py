"""Which code a number was made by: a digest of every file that can change it."""

import hashlib
from functools import cache
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]


@cache
def code_version(*parts: str) -> str:
    """Return 16 hexadecimal digits for the Python files of these parts of the code, and of numpy.

    A part is a file or a folder, named from the root of the project.
    """
    digest = hashlib.sha256(np.__version__.encode())
    for part in parts:
        for path in _files(ROOT / part):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _files(part: Path) -> list[Path]:
    if part.is_file():
        return [part]
    files = []
    for path in sorted(part.rglob("*")):
        if path.suffix in (".py", ".sql"):
            files.append(path)
    return files
