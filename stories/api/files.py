"""The files on stories and on what is said on them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from files.api import HostedFiles
from files.hosts import HOSTS
from stories.models import Story


class StoryFileResource(HostedFiles):
    """The files on a story; whoever sees that sees them."""

    kind = "story"

    def hosts(self) -> QuerySet[Any, Any]:
        return Story.objects.visible_to(self.request.user).by_key(self.kwargs["story"])


class CommentFileResource(HostedFiles):
    """The files on a comment; whoever sees that sees them."""

    kind = "comment"

    def hosts(self) -> QuerySet[Any, Any]:
        of = Story.objects.visible_to(self.request.user).by_key(self.kwargs["story"])
        rows = HOSTS[self.kind].visible_to(self.request.user)
        return rows.filter(story__in=of, pk=self.kwargs["comment"])
