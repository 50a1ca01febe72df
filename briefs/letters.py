"""Which letters the fonts on paper have; what they lack is said instead of drawn as a box."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).with_name("fonts")
COVERAGE = FONTS / "coverage.txt"  # made with the fonts: see their README.md
# The first that has a letter draws it.
FAMILIES = [
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Devanagari",
    "Noto Sans Bengali",
    "Noto Sans Tamil",
    "Noto Sans Thai",
    "Noto Sans Armenian",
    "Noto Sans Georgian",
    "Droid Sans Fallback",
    "Noto Sans KR",
    "DejaVu Sans",
    "Noto Emoji",
]
MISSING = "[…]"
SPACES: dict[str, str | int | None] = {"\t": " ", "\u2028": " ", "\u2029": " "}


def printable(text: str) -> str:
    """The text with a mark for each run of letters that no font has."""
    spaced = unicodedata.normalize("NFC", text.translate(str.maketrans(SPACES)))
    return _uncovered().sub(MISSING, _controls().sub("", spaced))


@cache
def _controls() -> re.Pattern[str]:
    return re.compile(r"[\x00-\x1f\x7f-\x9f\ufeff\ufffc]")


@cache
def _uncovered() -> re.Pattern[str]:
    ranges = []
    for line in COVERAGE.read_text().split():
        low, _, high = line.partition("-")
        ranges.append(f"\\U{int(low, 16):08x}-\\U{int(high or low, 16):08x}")
    return re.compile(f"[^{''.join(ranges)}]+")
