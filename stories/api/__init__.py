"""Work over the API: stories by their key, their comments, and the columns they pass through."""

from projects.api.base import PROJECT
from stories.api.column import ColumnResource
from stories.api.comment import CommentResource
from stories.api.story import STORY, StoryResource

__all__ = ["register"]


def register(router):
    router.register("stories", StoryResource, "story")
    router.register(f"stories/(?P<story>{STORY})/comments", CommentResource, "comment")
    router.register(f"projects/(?P<project>{PROJECT})/columns", ColumnResource, "column")
