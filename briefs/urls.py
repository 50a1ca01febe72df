from django.urls import path

import web.converters  # noqa: F401  teaches <project:key> and <row:pk>
from briefs import pages

urlpatterns = [
    path("projects/<project:key>/brief/", pages.brief, name="brief"),
    path("projects/<project:key>/brief.pdf", pages.brief_pdf, name="brief_pdf"),
    path("projects/<project:key>/brief/keepings/", pages.brief_keepings, name="brief_keepings"),
    path("projects/<project:key>/kept-briefs/", pages.kept_briefs, name="kept_briefs"),
    path("kept-briefs/<row:pk>/", pages.kept_brief, name="kept_brief"),
    path("kept-briefs/<row:pk>/report.pdf", pages.kept_brief_pdf, name="kept_brief_pdf"),
]
