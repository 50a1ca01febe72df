"""What files add to the pages of rooms below."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from files.file_list import FileList, files_of
from teams.models.membership import Actor
from web.slots import fills


@fills("hypothesis.files")
def files_of_hypothesis(page: dict[str, Any]) -> str:
    row = page["hypothesis"]
    actor = Actor.of(row.project.team, page["request"].user)
    words = page | {"files": FileList(row, actor, files_of(row))}
    return render_to_string("files/slots/section.html", words)


@fills("use_case.actions")
def link_to_files(page: dict[str, Any]) -> str:
    return render_to_string("files/slots/link.html", page)


@fills("rail.project")
def files_of_project(page: dict[str, Any]) -> str:
    return render_to_string("files/slots/rail.html", page)
