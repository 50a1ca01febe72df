"""Stories and what is said on them hold files: see files/hosts.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from base.roles import Role
from files.hosts import Host, hosts_files
from stories.models import Comment, Story
from stories.refusals import CommentOfAnother, CommentWithdrawn
from teams.models.membership import Actor

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from projects.models.project import Project
    from teams.models.user import User


@hosts_files
class StoryHost(Host):
    """Whoever may comment on it may attach to it."""

    kind, on, model, title = "story", "", Story, "title"
    noun = "the story"
    needs, even_closed = Role.GUEST, True

    def title_of(self, row: Story) -> str:
        return f"{row.key} {row.title}"

    def page_of(self, row: Story) -> str:
        return f"{reverse('story', args=[row.key])}#files"

    def beside(self, row: Story) -> dict[str, Any]:
        return {"story": row}


@hosts_files
class CommentHost(Host):
    """Its author's words, and so their files; they go when it is withdrawn."""

    kind, on, model = "comment", "a comment", Comment
    noun = "the comment"
    needs, even_closed = Role.GUEST, True
    related, is_small = ("story__project__team",), True

    def visible_to(self, user: User) -> QuerySet[Comment]:
        return Comment.objects.visible_to(user).standing()

    def project_of(self, row: Comment) -> Project:
        return row.story.project

    def page_of(self, row: Comment) -> str:
        return f"{reverse('story', args=[row.story.key])}#comment-{row.pk}"

    def is_internal(self, row: Comment) -> bool:
        return row.internal

    def beside(self, row: Comment) -> dict[str, Any]:
        return {"story": row.story}

    def must_take(self, row: Comment, actor: Actor) -> None:
        row.refresh_from_db(fields=["withdrawn_at"])
        if row.withdrawn_at:
            raise CommentWithdrawn("A comment that was withdrawn stays so. Write another one.")
        if not self.may_take(row, actor):
            raise CommentOfAnother("Only the author of a comment attaches to it.")

    def may_take(self, row: Comment, actor: Actor) -> bool:
        return actor.user is not None and actor.user.pk == row.author_id
