from django.urls import path

import web.converters  # noqa: F401  teaches <project:key> and <row:pk>
from metrics import pages

urlpatterns = [
    path("projects/<project:key>/success-metrics/", pages.success_metrics, name="success_metrics"),
    path("success-metrics/<row:pk>/observations/", pages.observations, name="observations"),
    path("success-metrics/<row:pk>/targets/", pages.targets, name="targets"),
    path("hypotheses/<row:pk>/metric/", pages.hypothesis_metric, name="hypothesis_metric"),
]
