"""What files are called, and of which type they are: by their content, whatever they claim."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import puremagic

LONGEST = 200
UNKNOWN = "application/octet-stream"
TEXT = "text/plain"
# Control characters, what turns the direction of writing round, and halves of characters: with
# these a name can look like another one.
UNSPEAKABLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
PATHS = re.compile(r".*[/\\]", re.DOTALL)
MARKED = (".pdf", ".rtf", ".ps")  # whose signature may be all that isn't plain words
MEDIA_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}\Z")


def cleaned(name: str) -> str:
    """Return a name without a path, and without characters that hide what it says."""
    name = unicodedata.normalize("NFC", PATHS.sub("", name))
    kept = [each for each in name if unicodedata.category(each) not in UNSPEAKABLE]
    name = "".join(kept).strip().lstrip(".").strip()
    stem, dot, ending = name.rpartition(".")
    if dot and len(name) > LONGEST and len(ending) < 20:
        name = f"{stem[: LONGEST - len(ending) - 1]}.{ending}"
    return name[:LONGEST].strip() or "file"


def type_of(head: bytes, name: str = "") -> str:
    """Return the media type that the first bytes of a file tell.

    Where several types begin alike, as all that is packed by ZIP does, its name chooses among them.
    """
    is_text = _is_text(head)
    known = [one for one in _guesses(head) if MEDIA_TYPE.match(one.mime_type)]
    if is_text:  # words that only look like a signature aren't one
        known = [one for one in known if one.extension in MARKED]
    best = [one for one in known if one.confidence == known[0].confidence]
    chosen = [*_called(best, name), *_packed(best), *best][:1]
    if chosen:
        return str(chosen[0].mime_type)
    return TEXT if is_text else UNKNOWN


def _called(best: list[puremagic.PureMagicWithConfidence], name: str) -> list[Any]:
    return [one for one in best if name.lower().endswith(one.extension) and one.extension]


def _packed(best: list[puremagic.PureMagicWithConfidence]) -> list[Any]:
    return [one for one in best if one.mime_type == "application/zip"]


def _guesses(head: bytes) -> list[puremagic.PureMagicWithConfidence]:
    """The surest first."""
    try:
        return puremagic.magic_string(head)
    except (puremagic.PureError, ValueError, IndexError):
        return []


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 3  # a character that the head ends within
    return True
