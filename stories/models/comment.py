from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from base import clock
from base.roles import Role
from files.models import Attachment
from history.schema import EventDetails
from stories.events import StoryCommentReworded, StoryCommentWithdrawn
from stories.refusals import CommentLength, CommentOfAnother, CommentWithdrawn
from teams.models import Membership, Team

if TYPE_CHECKING:
    from teams.models.membership import Actor
    from teams.models.user import User


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: User) -> Self:
        """All comments of one's teams; internal ones only where one is more than a guest."""
        insiders = Membership.objects.current().working().filter(user=user.pk).values("team")
        return self.filter(story__project__team__in=Team.objects.visible_to(user)).filter(
            models.Q(internal=False) | models.Q(story__project__team__in=insiders)
        )

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class Comment(models.Model):
    """Something said on a story."""

    story = models.ForeignKey("stories.Story", models.PROTECT, related_name="comments")
    author = models.ForeignKey("teams.User", models.PROTECT, null=True, related_name="comments")
    body = models.TextField(help_text="Markdown.", max_length=20_000)
    internal = models.BooleanField(default=False, help_text="For the team, not for its guests.")
    written_at = models.DateTimeField(default=clock.now)
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["story", "written_at"], name="comment_of_story")]

    def __str__(self) -> str:
        return f"Comment on {self.story.key}"

    def reword(self, body: str, *, by: User) -> None:
        with self.story.project.changed_by(by, needs=Role.GUEST, even_closed=True) as actor:
            self._refuse_others(actor)
            if not body.strip() or len(body) > 20_000:
                raise CommentLength("A comment has 1 to 20,000 characters.", "body")
            self.refresh_from_db(fields=["body", "withdrawn_at"])
            if self.withdrawn_at:
                raise CommentWithdrawn("A comment that was withdrawn stays so. Write another one.")
            if body == self.body:
                return
            was, self.body, self.edited_at = self.body, body, clock.now()
            self.save(update_fields=["body", "edited_at"])
            self._record(StoryCommentReworded, actor, was)

    def withdraw(self, *, by: User) -> None:
        """Take the words back and what was attached to them.

        The history still has the words, until a lead strikes them out.
        """
        with self.story.project.changed_by(by, needs=Role.GUEST, even_closed=True) as actor:
            self._refuse_others(actor)
            self.refresh_from_db(fields=["body", "withdrawn_at"])
            if self.withdrawn_at:
                return
            was, self.body, self.withdrawn_at = self.body, "", clock.now()
            self.save(update_fields=["body", "withdrawn_at"])
            self._record(StoryCommentWithdrawn, actor, was)
            for file in Attachment.objects.standing().on(self).select_related("project__team"):
                file.remove(by=actor)

    def _record(self, schema: type[EventDetails], actor: Actor, was: str) -> None:
        details = schema.of({"comment": self.pk, "internal": self.internal})
        self.story.record(details, by=actor, replaced=(self, {"body": was}))

    def _refuse_others(self, actor: Actor) -> None:
        if actor.user is None or actor.user.pk != self.author_id:
            raise CommentOfAnother("Only the author of a comment may change it.")
