from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notifications.digest import unsubscribe

if TYPE_CHECKING:
    from web.requests import MemberRequest


@csrf_exempt  # mail programs post here for their reader; the token in the address is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def no_digests(request: MemberRequest, token: str) -> HttpResponse:
    """End one's digests: looking changes nothing, because mail programs look at every link."""
    reader = unsubscribe.whose(token)
    if reader is None:
        raise Http404
    if request.method == "POST":
        reader.take_digests(False)
    return render(request, "notifications/digest/no_digests.html", {"reader": reader})
