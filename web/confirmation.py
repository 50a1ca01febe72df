"""An act that the next click can't undo asks first, on a page: no script is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from web.refusals import HIDDEN, came_from

if TYPE_CHECKING:
    from base.refusals import Link

SURE = "sure"


def question(
    request: HttpRequest, sentence: str, word: str, links: Sequence[Link] = ()
) -> HttpResponse | None:
    """Return the page that asks, with links to what it speaks of, or None once it was answered."""
    if SURE in request.POST:
        return None
    sent = []
    for name in request.POST:
        if name not in HIDDEN:
            for each in request.POST.getlist(name):
                sent.append((name, each))
    words = {
        "question": sentence,
        "word": word,
        "links": links,
        "sent": sent,
        "back": came_from(request),
    }
    page = render(request, "asking.html", words)
    vars(page)["is_question"] = True  # nothing has happened, so nothing is used up
    return page
