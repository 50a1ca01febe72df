from django.urls import path

import web.converters  # noqa: F401  teaches <row:pk>
from value.pages import appraisals

urlpatterns = [path("success-metrics/<row:pk>/appraisals/", appraisals, name="appraisals")]
