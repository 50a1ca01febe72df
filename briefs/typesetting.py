"""Sets one report: a program of its own, which knows no secret and may be killed.

It is given the inputs as JSON and writes the PDF; what takes too long or too much memory ends it
and nothing else. It reads the fonts and the template beside it, and no other file.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typst

if TYPE_CHECKING:
    from typst import PDFStandard

HERE = Path(__file__).parent
SECONDS = 20
MEMORY = 3 * 1024**3  # bytes of address space, most of it the threads' and never touched


def main() -> int:
    signal.alarm(SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    given = sys.stdin.buffer.read()
    sys.stdout.buffer.write(pdf_of(given.decode()))
    return 0


def pdf_of(report: str) -> bytes:
    """PDF/UA, else a PDF with the same tags: letters may be combined as no font can draw them."""
    try:
        return compiled(report, ["ua-1"])
    except typst.TypstError:
        return compiled(report, [])


def compiled(report: str, standards: list[PDFStandard]) -> bytes:
    """What is said comes as data; the template is the only code."""
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[HERE / "fonts"],
    )
    year, month, day, hour, minute, second = json.loads(report)["at"]
    pdf = typst.compile(
        (HERE / "typst" / "report.typ").read_bytes(),
        font_paths=fonts,
        format="pdf",
        sys_inputs={"report": report},
        pdf_standards=standards,
        timestamp=datetime(year, month, day, hour, minute, second, tzinfo=UTC),
    )
    return bytes(pdf)


if __name__ == "__main__":
    sys.exit(main())
