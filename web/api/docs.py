"""The API's description for programs, and its pages for people."""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularSwaggerSplitView

from web.api.answers import Answer
from web.api.problems import problem
from web.api.shape import json_bytes

View = Callable[..., HttpResponse]


@cache
def description() -> bytes:
    return json_bytes(SchemaGenerator().get_schema(request=None, public=True))


def read_only(view: View) -> View:
    """Answer GET, HEAD and OPTIONS, and refuse all other methods as resources do."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return view(request, *args, **kwargs)
        if request.method == "OPTIONS":
            answer: HttpResponse = Answer(status=204)
        else:
            answer = problem(405, f"Method “{request.method}” not allowed.")
        answer["Allow"] = "GET, HEAD, OPTIONS"
        return answer

    return guarded


@read_only
def schema(request: HttpRequest) -> HttpResponse:
    """Everybody may read what the API is like; what is in it, only who is asked in."""
    return HttpResponse(description(), content_type="application/vnd.oai.openapi+json")


docs = read_only(
    SpectacularSwaggerSplitView.as_view(
        url_name="schema", authentication_classes=[], permission_classes=[], throttle_classes=[]
    )
)


@csrf_exempt
def nothing_here(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """An address without a resource is told like every other problem, not with a page."""
    return problem(404, "There is no such address in this API.", code="no-such-address")
