"""The API's addresses: each app registers its own resources."""

from importlib import import_module

from django.urls import path, re_path
from rest_framework.routers import SimpleRouter

from accounts.api import MeResource
from stories.api import SearchResource
from teams import job_api
from web.api.docs import docs, nothing_here, schema
from web.api.problem_pages import problem_type, problems

# Stories first: they are asked for most, and addresses are tried in this order.
ROOMS = (
    "stories",
    "teams",
    "solutions",
    "walls",
    "projects",
    "sprints",
    "metrics",
    "files",
    "facts",
    "value",
    "health",
    "forecasts",
    "briefs",
    "accounts",
    "pulse",
    "today",
)

router = SimpleRouter()
for room in ROOMS:
    import_module(f"{room}.api").register(router)
job_api.register(router)

urlpatterns = [
    path("schema/", schema, name="schema"),
    path("docs/", docs, name="docs"),
    path("problems/", problems, name="problems"),
    path("problems/<slug:code>/", problem_type, name="problem-type"),
    path("me/", MeResource.as_view({"get": "retrieve", "patch": "partial_update"}), name="api-me"),
    path("me/edits/", MeResource.as_view({"post": "edits"}), name="api-me-edits"),
    path("me/digests/", MeResource.as_view({"post": "digests"}), name="api-me-digests"),
    path(
        "search/",
        SearchResource.as_view({"get": "retrieve"}, basename="search"),
        name="api-search",
    ),
    *router.urls,
    re_path(r"", nothing_here),
]
