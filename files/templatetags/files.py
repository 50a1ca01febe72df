from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from files.file_list import FileList, in_words
from files.models.attachment import MEGABYTE

register = template.Library()
register.filter("file_size", in_words)


@register.filter
def of(files: dict[int, FileList], pk: int) -> FileList:
    """Those on one of many things."""
    return files[pk]


@register.inclusion_tag("files/files/_list.html", takes_context=True)
def files_of(context: template.RequestContext, files: FileList) -> dict[str, Any]:
    """Draw what hangs on something, and the form for more."""
    return {
        "files": files,
        "request": context.get("request"),
        "csrf_token": context.get("csrf_token"),
        "most": settings.ATTACHMENT_MAX_BYTES // MEGABYTE,
    }
