"""The installation's own look through files, before anybody gets one: ATTACHMENT_SCANNER."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

import structlog
from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.files import File

    # Takes the file, its name and its type; answers with why it is refused, or with nothing.
    Scanner = Callable[[File[bytes], str, str], str]

log = structlog.get_logger(__name__)

LONGEST = 240  # characters of a scanner's sentence


class ScanFailed(Exception):
    """The scanner couldn't say: the file waits, and is looked through again."""


def scan(file: File[bytes], name: str, content_type: str) -> str:
    """Return why the file is refused, or nothing; raises ScanFailed where that isn't known."""
    if not settings.ATTACHMENT_SCANNER:
        return ""
    try:
        file.seek(0)
        told = _scanner(settings.ATTACHMENT_SCANNER)(file, name, content_type)
    except Exception as error:
        log.exception("scan_failed", scanner=settings.ATTACHMENT_SCANNER)
        raise ScanFailed(type(error).__name__) from error
    return str(told or "").replace("\0", "").strip()[:LONGEST]


@cache
def _scanner(path: str) -> Scanner:
    return cast("Scanner", import_string(path))
