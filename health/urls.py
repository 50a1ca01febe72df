from django.urls import path

from health import handoff_pages, knowledge_pages, pages
from web import converters  # noqa: F401  registers <row:…>

urlpatterns = [
    path("teams/<slug:slug>/health/", pages.health, name="health"),
    path("teams/<slug:slug>/health/compute/", pages.compute_health, name="compute_health"),
    path("teams/<slug:slug>/health/retry/", pages.retry_health, name="retry_health"),
    path("teams/<slug:slug>/health/progress/", pages.health_progress, name="health_progress"),
    path("teams/<slug:slug>/health/as-of/", pages.health_as_of, name="health_as_of"),
    path("teams/<slug:slug>/health/comparison/", pages.comparison, name="health_comparison"),
    path("teams/<slug:slug>/health/<row:pk>/", pages.health, name="health_report"),
    path(
        "teams/<slug:slug>/health/<row:pk>/contests/", pages.contest_reading, name="contest_reading"
    ),
    path("teams/<slug:slug>/health/<row:pk>.json", pages.health_json, name="health_json"),
    path("teams/<slug:slug>/health/<row:pk>.csv", pages.health_csv, name="health_csv"),
    path("projects/<project:key>/hand-offs/", handoff_pages.hand_offs, name="hand_offs"),
    path("projects/<project:key>/knowledge/", knowledge_pages.knowledge, name="knowledge"),
]
