from django.urls import path

from doors import converters  # noqa: F401  registers <project:…> and <number:…>
from sprints import pages

urlpatterns = [
    path("projects/<project:key>/sprints/", pages.sprints, name="sprints"),
    path("projects/<project:key>/sprints/<number:number>/", pages.sprint, name="sprint"),
]
