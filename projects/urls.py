from django.urls import path

from doors import converters  # noqa: F401  registers <project:…>
from projects import pages

urlpatterns = [path("projects/<project:key>/", pages.project, name="project")]
