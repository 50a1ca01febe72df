from django.urls import path

import web.converters  # noqa: F401  teaches <project:key> and <row:pk>
from files import pages

urlpatterns = [
    path("projects/<project:key>/files/", pages.of_project, name="project_files"),
    path("files/<slug:kind>/<row:pk>/", pages.on_host, name="files_of"),
    path("files/<row:pk>/content/", pages.content, name="attachment_content"),
    path("files/<row:pk>/preview/", pages.preview, name="attachment_preview"),
    path("files/<row:pk>/deletions/", pages.deletions, name="attachment_deletions"),
    path("files/<row:pk>/restorations/", pages.restorations, name="attachment_restorations"),
]
