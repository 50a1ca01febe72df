"""Every address, by the noun it hangs off."""

from django.contrib import admin
from django.urls import include, path

from config.admin_sign_in import admin_sign_in

ROOMS = (
    "teams",
    "accounts",
    "projects",
    "metrics",
    "files",
    "sprints",
    "stories",
    "solutions",
    "walls",
    "pulse",
    "value",
    "forecasts",
    "health",
    "briefs",
    "notifications",
    "today",
)

urlpatterns = [
    path("admin/login/", admin_sign_in),
    path("admin/", admin.site.urls),
    *[path("", include(f"{room}.urls")) for room in ROOMS],
    path("api/v1/", include("config.api")),
]

handler500 = "web.outages.failed"
