"""Every address, by the noun it hangs off."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

from config.pages import admin_sign_in

APPS = [
    "teams", "accounts", "projects", "sprints", "stories", "metrics", "health", "pulse", "today",
    "forecasts", "notifications.digest",
]  # fmt: skip

urlpatterns = [
    path("admin/login/", admin_sign_in),
    path("admin/", admin.site.urls),
    *[path("", include(f"{app}.urls")) for app in APPS if find_spec(f"{app}.urls")],
    path("api/v1/", include("config.api")),
]

handler500 = "web.outages.failed"
