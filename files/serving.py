"""Bytes as a browser or a program gets them: kept as a file, run by nobody, whole or a range."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.http import FileResponse, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header, parse_etags

from files.previews import MEDIA_TYPE

if TYPE_CHECKING:
    from django.core.files import File

    from files.models import Attachment

# Whatever a file is, it is told as mere bytes: what a browser doesn't know it doesn't run.
BYTES = "application/octet-stream"
POLICY = "default-src 'none'; sandbox"
RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})\Z", re.ASCII)


class NoSuchBytes(Exception):
    """A range that begins behind the end of a file; each door answers 416 in its own way."""

    def __init__(self, size: int) -> None:
        super().__init__("There are no such bytes.")
        self.content_range = f"bytes */{size}"


class Window:
    """A part of a file, read as if it were all of it."""

    def __init__(self, file: File[bytes], first: int, size: int) -> None:
        self.file, self.left = file, size
        file.seek(first)

    def read(self, size: int = -1) -> bytes:
        wanted = self.left if size < 0 else min(size, self.left)
        piece: bytes = self.file.read(wanted)
        self.left -= len(piece)
        return piece

    def close(self) -> None:
        self.file.close()


def answer_file(request: HttpRequest, attachment: Attachment) -> HttpResponseBase:
    """The file under its name; 304 or 206 where the request asks for less."""
    etag = f'"{attachment.sha256}"'
    if _has(request, etag):
        return _headed(HttpResponseNotModified(), etag)
    file = attachment.opened()
    first, last = _range(request, etag, attachment.size)
    if first > last:
        file.close()
        raise NoSuchBytes(attachment.size)
    answer = FileResponse(Window(file, first, last - first + 1), content_type=BYTES)
    answer["Content-Length"] = str(last - first + 1)
    answer["Accept-Ranges"] = "bytes"
    if last - first + 1 < attachment.size:
        answer.status_code = 206
        answer["Content-Range"] = f"bytes {first}-{last}/{attachment.size}"
    disposition = content_disposition_header(as_attachment=True, filename=attachment.name)
    answer["Content-Disposition"] = disposition or "attachment"
    return _headed(answer, etag)


def answer_preview(request: HttpRequest, attachment: Attachment, key: str) -> HttpResponseBase:
    """A picture that was drawn here, so that a page may show it."""
    etag = f'"{attachment.sha256}-preview"'
    if _has(request, etag):
        return _headed(HttpResponseNotModified(), etag)
    file = attachment.stored(key)
    answer = FileResponse(Window(file, 0, file.size), content_type=MEDIA_TYPE)
    answer["Content-Length"] = str(file.size)
    answer["Content-Disposition"] = "inline"
    return _headed(answer, etag)


def _headed(answer: HttpResponseBase, etag: str) -> HttpResponseBase:
    answer["ETag"] = etag
    answer["Content-Security-Policy"] = POLICY
    answer["X-Content-Type-Options"] = "nosniff"
    # Whoever may see it today may not tomorrow: it is asked for again each time.
    answer["Cache-Control"] = "private, no-cache"
    answer["Vary"] = "Authorization, Cookie"
    return answer


def _has(request: HttpRequest, etag: str) -> bool:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or etag in {one.removeprefix("W/") for one in known}


def _range(request: HttpRequest, etag: str, size: int) -> tuple[int, int]:
    """The first and the last byte that are asked for; all where a range can't be read, or is old.

    The first is behind the last where there are no such bytes.
    """
    asked = RANGE.match(request.headers.get("Range", "").strip())
    held = request.headers.get("If-Range", etag)
    if not asked or held != etag or asked[0] == "bytes=-":
        return 0, size - 1
    first, last = asked[1], asked[2]
    if not first:
        return max(0, size - int(last)), size - 1 if int(last) else -1
    if last and int(last) < int(first):
        return 0, size - 1  # RFC 9110: no range at all
    if int(first) >= size:
        return 1, 0
    return int(first), min(int(last or size), size - 1)
