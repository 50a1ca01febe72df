from django.urls import path

import web.converters  # noqa: F401  teaches <project:key> and <number:number>
from sprints import pages
from sprints import rhythm_pages as rhythm

SPRINT = "projects/<project:key>/sprints/<number:number>/"

urlpatterns = [
    path("projects/<project:key>/sprints/", pages.sprints, name="sprints"),
    path("projects/<project:key>/sprints/new/", pages.new_sprint, name="new_sprint"),
    path("projects/<project:key>/rhythm/", rhythm.rhythm, name="rhythm"),
    path("projects/<project:key>/standups/", rhythm.standups, name="standups"),
    path("standups/<row:pk>/ends/", rhythm.standup_ends, name="standup_ends"),
    path(f"{SPRINT}retrospective/", rhythm.retrospective, name="retrospective"),
    path(f"{SPRINT}actions/", rhythm.actions, name="actions"),
    path("actions/<row:pk>/closings/", rhythm.action_closings, name="action_closings"),
    path("actions/<row:pk>/carryings/", rhythm.action_carryings, name="action_carryings"),
    path("actions/<row:pk>/stories/", rhythm.action_stories, name="action_stories"),
    path(SPRINT, pages.sprint, name="sprint"),
    path(f"{SPRINT}kickoffs/", pages.kickoffs, name="kickoffs"),
    path(f"{SPRINT}owners/", pages.owners, name="owners"),
    path(f"{SPRINT}closings/", pages.closings, name="closings"),
    path(f"{SPRINT}plans/", pages.plans, name="plans"),
]
