import doors.converters  # noqa: F401  teaches <project:key> and <story:key>
from django.urls import path

from stories import pages

urlpatterns = [
    path("projects/<project:key>/board/", pages.board, name="board"),
    path("projects/<project:key>/backlog/", pages.backlog, name="backlog"),
    path("stories/<story:key>/", pages.story, name="story"),
    path("search/", pages.search, name="search"),
]
