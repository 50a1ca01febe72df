from django.urls import path

from forecasts import pages
from web import converters  # noqa: F401  registers <project:…>

urlpatterns = [
    path("projects/<project:key>/forecast/", pages.forecast, name="forecast"),
    path(
        "projects/<project:key>/sprints/<number:number>/forecast/",
        pages.sprint_forecast,
        name="sprint_forecast",
    ),
    path("projects/<project:key>/forecast/retry/", pages.retry_forecasts, name="retry_forecasts"),
    path("projects/<project:key>/forecast/calibration/", pages.calibration, name="calibration"),
]
