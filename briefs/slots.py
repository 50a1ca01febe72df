"""Where the report is found from the pages of rooms below."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from web.slots import fills


@fills("project.actions")
def report(page: dict[str, Any]) -> str:
    return render_to_string("briefs/link.html", page)


@fills("project.path")
def report_after_path(page: dict[str, Any]) -> str:
    return render_to_string("briefs/after_path.html", page)
