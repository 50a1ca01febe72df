from django.urls import path

import web.converters  # noqa: F401  teaches <project:key> and <row:pk>
from briefs import pages

urlpatterns = [
    path("projects/<project:key>/brief/", pages.brief, name="brief"),
    path("projects/<project:key>/brief.pdf", pages.brief_pdf, name="brief_pdf"),
]
