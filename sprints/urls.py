from django.urls import path

import web.converters  # noqa: F401  teaches <project:key> and <number:number>
from sprints.pages import ceremonies, sprint

SPRINT = "projects/<project:key>/sprints/<number:number>/"

urlpatterns = [
    path("projects/<project:key>/sprints/", sprint.sprints, name="sprints"),
    path("projects/<project:key>/sprints/new/", sprint.new_sprint, name="new_sprint"),
    path("projects/<project:key>/ceremonies/", ceremonies.ceremonies, name="ceremonies"),
    path("projects/<project:key>/standups/", ceremonies.standups, name="standups"),
    path("standups/<row:pk>/ends/", ceremonies.standup_ends, name="standup_ends"),
    path(f"{SPRINT}retrospective/", ceremonies.retrospective, name="retrospective"),
    path(f"{SPRINT}actions/", ceremonies.actions, name="actions"),
    path("actions/<row:pk>/closings/", ceremonies.action_closings, name="action_closings"),
    path("actions/<row:pk>/carryings/", ceremonies.action_carryings, name="action_carryings"),
    path("actions/<row:pk>/stories/", ceremonies.action_stories, name="action_stories"),
    path(SPRINT, sprint.sprint, name="sprint"),
    path(f"{SPRINT}kickoffs/", sprint.kickoffs, name="kickoffs"),
    path(f"{SPRINT}owners/", sprint.owners, name="owners"),
    path(f"{SPRINT}closings/", sprint.closings, name="closings"),
    path(f"{SPRINT}plans/", sprint.plans, name="plans"),
]
