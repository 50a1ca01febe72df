from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from rest_framework import serializers

from stories.models import Comment, Story
from teams.api import PersonShape
from web.api.ending import Ended
from web.api.inputs import Input, Text, Yes
from web.api.patching import Patched
from web.api.resources import Created, Listed, Resource, Retrieved
from web.api.shape import Shape
from web.api.verbs import verb

if TYPE_CHECKING:
    from projects.models.project import Project
    from stories.models.comment import CommentQuerySet
    from stories.models.story import StoryQuerySet
    from teams.models.user import User


class CommentShape(Shape):
    """Something said on a story."""

    model = Comment
    id = serializers.IntegerField()
    author = PersonShape(allow_null=True)
    body = serializers.CharField(help_text="Markdown; empty once it was withdrawn.")
    internal = serializers.BooleanField(help_text="For the team, not for its guests.")
    written_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)


class Saying(Input):
    body = Text(max_length=20_000)


class CommentInput(Saying):
    internal = Yes(default=False)


class CommentResource(Listed, Retrieved, Created, Patched, Ended, Resource):
    """What was said on the story; internal comments are only for members."""

    shape = CommentShape
    takes = CommentInput
    related = ("story__project__team",)
    lock = {"even_closed": True}
    stays = True

    row: Comment

    def story(self) -> StoryQuerySet:
        return Story.objects.visible_to(self.request.user).by_key(self.kwargs["story"])

    def seen(self, rows: CommentQuerySet) -> CommentQuerySet:
        return rows.visible_to(self.request.user).filter(story__in=self.story())

    def must_see_parent(self) -> None:
        get_object_or_404(self.story())

    def holder(self) -> Project:
        return self.row.story.project

    def scope_of_new(self) -> None:
        self.of = get_object_or_404(self.story().select_related("project__team"))

    def make(self, given: dict[str, Any], by: User) -> Comment:
        """Say something on the story."""
        return self.of.comment(**given, by=by)

    @verb(takes=Saying, edits={"body": "body"})
    def rewordings(self, comment: Comment, given: dict[str, Any], by: User) -> None:
        """Say it better; only its author may."""
        comment.reword(given["body"], by=by)

    def end(self, comment: Comment, by: User) -> None:
        """Take the words back; only their author may."""
        comment.withdraw(by=by)
