"""The report as PDF: the same inputs give the same bytes, and many who ask at once wait for one."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from concurrent.futures import Future
from datetime import UTC
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import msgspec
import structlog
from django.core.cache import caches
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from briefs.days import day
from briefs.letters import COVERAGE, FAMILIES, MISSING, printable
from briefs.plain import plain_lines
from briefs.refusals import ReportNotPrinted
from briefs.sections import document_of

if TYPE_CHECKING:
    from briefs.brief import Brief

HERE = Path(__file__).parent
PROGRAM = HERE / "typesetting.py"
TEMPLATE = HERE / "typst" / "report.typ"
SECONDS = 25  # a while behind its own limit
AT_ONCE = 2  # reports that a process lets set; who comes later is asked to come again
LONGEST_NAME = 80

log = structlog.get_logger(__name__)
_lock = Lock()
_being_set: dict[str, Future[bytes]] = {}


@cache
def template_version() -> str:
    """Of all that decides how a report looks."""
    parts = [TEMPLATE, PROGRAM, COVERAGE, HERE / "letters.py", HERE / "plain.py"]
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.read_bytes())
    return digest.hexdigest()[:16]


def inputs_of(brief: Brief) -> bytes:
    """All that the PDF is made from, as JSON in one order."""
    at = brief.as_of.astimezone(UTC)
    document: Any = msgspec.to_builtins(document_of(brief))
    lined = _printable(_lined(document))
    words = msgspec.json.encode(lined).decode()
    inputs = {
        "title": lined["title"].strip() or brief.key,  # PDF/UA asks for one
        "at": [at.year, at.month, at.day, at.hour, at.minute, at.second],
        "fonts": FAMILIES,
        "missing": MISSING in words,
        "missing_words": f"Where {MISSING} stands, this PDF has no letters: read it in Twopizza.",
        "template": template_version(),
    }
    return msgspec.json.encode(lined | inputs, order="deterministic")


def _lined(node: Any) -> Any:
    """Texts in Markdown become lines."""
    if isinstance(node, list):
        return [_lined(one) for one in node]
    if not isinstance(node, dict):
        return node
    lined = {name: _lined(value) for name, value in node.items()}
    if "is_plain" in node:
        lined["lines"] = [node["text"]] if node["is_plain"] else plain_lines(node["text"])
    elif node.get("kind") in ("words", "entry"):
        lined["lines"] = plain_lines(node["text"])
    return lined


def _printable(node: Any) -> Any:
    if isinstance(node, list):
        return [_printable(one) for one in node]
    if isinstance(node, dict):
        return {name: _printable(value) for name, value in node.items()}
    return printable(node) if isinstance(node, str) else node


def pdf_of(brief: Brief) -> bytes:
    """Return the PDF; raises ReportNotPrinted with a sentence if it can't be made."""
    inputs = inputs_of(brief)
    key = hashlib.sha256(inputs).hexdigest()
    kept: bytes | None = caches["printed"].get(key)
    if kept is not None:
        return kept
    with _lock:
        found = _being_set.get(key)
        if found is None and len(_being_set) >= AT_ONCE:
            raise ReportNotPrinted("Other reports are being printed; try again in a moment.")
        mine = found is None
        waiting = found or _being_set.setdefault(key, Future())
    if not mine:
        return waiting.result(timeout=2 * SECONDS)
    try:
        pdf = _set(inputs)
        caches["printed"].set(key, pdf)
        waiting.set_result(pdf)
        return pdf
    except BaseException as error:
        waiting.set_exception(error)
        raise
    finally:
        with _lock:
            del _being_set[key]


def _set(inputs: bytes) -> bytes:
    """Let a program of its own set it: it has no secret, and its end is no end of ours."""
    try:
        made = subprocess.run(
            [sys.executable, "-I", PROGRAM],
            input=inputs,
            capture_output=True,
            timeout=SECONDS,
            env={"LANG": "C.UTF-8", "RAYON_NUM_THREADS": "1"},
            cwd=TEMPLATE.parent,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        log.error("report_not_printed", reason=type(error).__name__)
        raise _not_printed() from None
    if made.returncode or not made.stdout.startswith(b"%PDF"):
        said = made.stderr[-300:].decode(errors="replace")  # it may begin within a letter
        log.error("report_not_printed", status=made.returncode, said=said)
        raise _not_printed()
    return made.stdout


def _not_printed() -> ReportNotPrinted:
    return ReportNotPrinted(
        "The PDF couldn’t be made just now. The report itself is in the browser, and prints there."
    )


def pdf_answer(brief: Brief) -> HttpResponse:
    """The PDF as a file to be saved, under a name that says what it is."""
    answer = HttpResponse(pdf_of(brief), content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(True, file_name(brief)) or ""
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def file_name(brief: Brief) -> str:
    """Report of Household reach, 4 Dec 2026.pdf: no separator, control or quote in it."""
    letters = []
    for letter in brief.name:
        letters.append(letter if letter.isprintable() and letter not in '/\\:*?"<>|' else " ")
    name = " ".join("".join(letters).split())[:LONGEST_NAME].strip(" .")
    return f"Report of {name or brief.key}, {day(brief.as_of_day)}.pdf"
