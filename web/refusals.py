"""Turn a refusal of a verb into an answer for the person at a page."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html, format_html_join
from django.utils.http import url_has_allowed_host_and_scheme

from base.refusals import Refused


class RefusalMiddleware:
    """A form that was refused comes back with the sentence; a script gets it as plain text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, error: Refused | Http404
    ) -> HttpResponse | None:
        return refused(request, error)


def refused(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The answer to a refusal; None where the error is none."""
    if isinstance(error, ValidationError):
        error = Refused(" ".join(error.messages))
        error.status = 400
    if not isinstance(error, Refused):
        return None
    if asks_by_script(request):
        return HttpResponse(error.sentence, status=error.page_status, content_type="text/plain")
    if request.method == "POST":
        messages.error(request, with_links(error))
        return redirect(came_from(request))
    return render(request, "403.html", {"sentence": with_links(error)}, status=error.page_status)


def with_links(error: Refused) -> str:
    """The sentence, with links to what is missing behind it."""
    if not error.links:
        return error.sentence
    links = format_html_join(", ", '<a href="{1}">{0}</a>', error.links)
    return format_html("{} {}", error.sentence, links)


HIDDEN = {"csrfmiddlewaretoken", "once", "back", "sure"}  # what doors put into every form


def asks_by_script(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers or request.headers.get("X-Requested-With") == "fetch"


def came_from(request: HttpRequest) -> str:
    """The path of the page the form stood on, on this host only; else the dashboard."""
    asked_on = request.POST.get("back", "")  # a page that asked stood in between
    if asked_on.startswith("/") and url_has_allowed_host_and_scheme(asked_on, None):
        return asked_on
    referer = urlsplit(request.headers.get("Referer", ""))
    if referer.netloc == request.get_host() and referer.path.startswith("/"):
        return referer.path + (f"?{referer.query}" if referer.query else "")
    return "/"
