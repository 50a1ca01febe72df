"""The API's description for programs, and its pages for people."""

from functools import cache
from typing import Any

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework.request import Request

from web.api.problems import problem
from web.api.shape import json_bytes


@cache
def description() -> bytes:
    return json_bytes(SchemaGenerator().get_schema(request=None, public=True))


def schema(request: Request) -> HttpResponse:
    """Everybody may read what the API is like; what is in it, only who is asked in."""
    return HttpResponse(description(), content_type="application/vnd.oai.openapi+json")


docs = SpectacularSwaggerSplitView.as_view(
    url_name="schema", authentication_classes=[], permission_classes=[], throttle_classes=[]
)


@csrf_exempt
def nothing_here(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
    """An address without a resource is told like every other problem, not with a page."""
    return problem(404, "There is no such address in this API.")
