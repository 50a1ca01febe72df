"""What pages and API answer when an error reaches the end: an outage in a sentence, or a 500."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token
from django.views.defaults import server_error

from base.outages import outage_of
from web.api.problems import problem
from web.interrupted_act import SECRET
from web.refusals import asks_by_script

if TYPE_CHECKING:
    from base.outages import Outage


@requires_csrf_token
def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler500: every error of every layer comes by here while it is being handled."""
    outage = outage_of(sys.exc_info()[1])
    if outage is None:
        is_api = request.path.startswith("/api/")
        if is_api:
            return _failed_in_api()
        return server_error(request)
    answer = _answer(request, outage)
    answer["Retry-After"] = str(outage.retry_after)
    answer["Cache-Control"] = "no-store"
    return answer


def _failed_in_api() -> HttpResponse:
    return problem(500, "Something failed on our side; it has been noted.")


def _answer(request: HttpRequest, outage: Outage) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem(outage.status, outage.sentence)
    if asks_by_script(request):
        return HttpResponse(outage.sentence, status=outage.status, content_type="text/plain")
    # Without the request: what every page shows around its content asks the database.
    words = {"outage": outage, "sent": _sent(request), "path": request.get_full_path()}
    return HttpResponse(render_to_string("outage.html", words), status=outage.status)


def _sent(request: HttpRequest) -> Any:
    """What a form was sent with, to be sent again; nothing where that can't be known or shown."""
    if request.method != "POST":
        return None
    try:
        fields = []
        for name, values in request.POST.lists():
            for value in values:
                fields.append((name, value))
    except OSError:  # it couldn't be read to its end
        return None
    is_whole = not request.FILES and not any(SECRET in name for name, _ in fields)
    if fields and is_whole:
        return fields
    return None
