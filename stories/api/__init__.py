"""Work over the API: stories by their key, their comments, and the columns they pass through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projects.api.base import PROJECT
from stories.api.bulk_changes import BulkChangeResource
from stories.api.column import ColumnResource
from stories.api.comment import CommentResource
from stories.api.files import CommentFileResource, StoryFileResource
from stories.api.search import SearchResource
from stories.api.story import STORY, StoryResource

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter

__all__ = ["SearchResource", "register"]


def register(router: SimpleRouter) -> None:
    router.register("stories", StoryResource, "story")
    router.register("stories", BulkChangeResource, "story-change")
    router.register(f"stories/(?P<story>{STORY})/comments", CommentResource, "comment")
    router.register(f"stories/(?P<story>{STORY})/attachments", StoryFileResource, "file-of-story")
    router.register(
        f"stories/(?P<story>{STORY})/comments/(?P<comment>{CommentResource.lookup_value_regex})"
        "/attachments",
        CommentFileResource,
        "file-of-comment",
    )
    router.register(f"projects/(?P<project>{PROJECT})/columns", ColumnResource, "column")
