from django.urls import path

import web.converters  # noqa: F401  teaches <project:key> and <row:pk>
from solutions.pages import edits, solution, solutions

urlpatterns = [
    path("projects/<project:key>/solutions/", solutions.solutions, name="solutions"),
    path("projects/<project:key>/solutions/new/", solutions.new_solution, name="new_solution"),
    path("solutions/<row:pk>/", solution.solution, name="solution"),
    path("solutions/<row:pk>/name/", edits.solution_name, name="solution_name"),
    path("solutions/<row:pk>/words/", edits.solution_words, name="solution_words"),
    path("solutions/<row:pk>/served/", edits.solution_served, name="solution_served"),
    path("solutions/<row:pk>/keepers/", edits.solution_keepers, name="solution_keepers"),
    path("solutions/<row:pk>/links/", edits.solution_links, name="solution_links"),
    path("solutions/<row:pk>/stories/", edits.solution_stories, name="solution_stories"),
    path("solutions/<row:pk>/drops/", edits.solution_drops, name="solution_drops"),
    path(
        "solutions/<row:pk>/retirements/", edits.solution_retirements, name="solution_retirements"
    ),
    path("solutions/<row:pk>/looks/", solution.solution_looks, name="solution_looks"),
    path("solutions/<row:pk>/link-ends/", solution.solution_link_ends, name="solution_link_ends"),
    path(
        "solutions/<row:pk>/story-ends/", solution.solution_story_ends, name="solution_story_ends"
    ),
    path(
        "solutions/<row:pk>/resumptions/",
        solution.solution_resumptions,
        name="solution_resumptions",
    ),
    path("solutions/<row:pk>/shows/", solution.solution_shows, name="solution_shows"),
    path("solutions/<row:pk>/hides/", solution.solution_hides, name="solution_hides"),
]
