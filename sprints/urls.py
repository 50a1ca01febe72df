from django.urls import path

import doors.converters  # noqa: F401  teaches <project:key> and <number:number>
from sprints import pages

SPRINT = "projects/<project:key>/sprints/<number:number>/"

urlpatterns = [
    path("projects/<project:key>/sprints/", pages.sprints, name="sprints"),
    path("projects/<project:key>/sprints/new/", pages.new_sprint, name="new_sprint"),
    path(SPRINT, pages.sprint, name="sprint"),
    path(f"{SPRINT}kickoffs/", pages.kickoffs, name="kickoffs"),
    path(f"{SPRINT}closings/", pages.closings, name="closings"),
    path(f"{SPRINT}plans/", pages.plans, name="plans"),
]
