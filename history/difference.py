"""What changed between two texts, word by word."""

import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

# A word, a space, or a mark; where words have no spaces between them, a character.
MARKS = r"!-/:-@\[-`{-~“”„‚’‘…–—«»。、，．"
ALONE = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0002ffff"
WORDS = re.compile(rf"\s+|[{ALONE}{MARKS}]|[^\s{ALONE}{MARKS}]+")
TINY = 2  # characters
MOST_PAIRS = 400_000_000  # of words to compare, a bit of memory each


class Part(NamedTuple):
    """A stretch of the two texts: both have it, or it was taken out, or put in."""

    kind: str  # same, gone or new
    text: str


class Changed(NamedTuple):
    """A text that says something else now."""

    name: str
    was: str
    now: str

    @property
    def parts(self) -> list[Part]:
        return difference(self.was, self.now)


def changed(was: Mapping[str, str], now: Mapping[str, str]) -> list[Changed]:
    """Return all that differs between two sets of named texts; what is missing in one is empty."""
    texts = []
    for name in dict.fromkeys([*was, *now]):
        before, after = was.get(name, ""), now.get(name, "")
        if before != after:
            texts.append(Changed(name, before, after))
    return texts


def difference(was: str, now: str) -> list[Part]:
    """Return the parts in which one text becomes the other, in their order.

    The longest common subsequence of words; of lines where the texts are too long for that, and
    the whole texts where even these are too many.
    """
    for cut in (WORDS.findall, _lines):
        before, after = cut(was), cut(now)
        if _pairs(before, after) <= MOST_PAIRS:
            return _joined(_steps(before, after))
    return _joined([("gone", was), ("new", now)])


def _pairs(before: list[str], after: list[str]) -> int:
    """How many words there are to compare with how many: not those that both begin or end with."""
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    rest = shorter - head
    tail = next((n for n in range(rest) if before[-1 - n] != after[-1 - n]), rest)
    return (len(before) - head - tail) * (len(after) - head - tail)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _steps(before: list[str], after: list[str]) -> Iterable[tuple[str, str]]:
    for step in LCSseq.opcodes(before, after):
        if step.tag == "equal":
            yield "same", "".join(before[step.src_start : step.src_end])
        else:
            yield "gone", "".join(before[step.src_start : step.src_end])
            yield "new", "".join(after[step.dest_start : step.dest_end])


def _joined(steps: Iterable[tuple[str, str]]) -> list[Part]:
    """What was taken out and put in between two common stretches is one part each."""
    parts = []
    for is_same, stretch in groupby(_bridged(steps), key=lambda step: step[0] == "same"):
        said = list(stretch)
        for kind in ("same",) if is_same else ("gone", "new"):
            if text := "".join(text for name, text in said if name == kind):
                parts.append(Part(kind, text))
    return parts


def _bridged(steps: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """A space or a tiny word between two that changed goes with them: else each stands alone."""
    steps = [step for step in steps if step[1]]
    for place, (kind, text) in enumerate(steps):
        is_within = 0 < place < len(steps) - 1
        if kind == "same" and is_within and len(text.strip()) <= TINY and "\n" not in text:
            yield "gone", text
            yield "new", text
        else:
            yield kind, text
