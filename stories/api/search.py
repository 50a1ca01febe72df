"""The search over the API: one question to all that the reader may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from rest_framework import serializers

from projects.models import Project
from stories.api.shape import StandsIn
from stories.models import Category, Story
from stories.search import LONGEST, Search
from teams.api import PersonShape
from web.api.computed import answer_computed
from web.api.documented import documented
from web.api.query import SlimQuery
from web.api.resources import Resource

if TYPE_CHECKING:
    from stories.search import Hit
    from teams.models.user import User
    from web.requests import ApiRequest


class SearchQuery(SlimQuery):
    q = serializers.CharField(
        max_length=LONGEST,
        allow_blank=True,
        help_text="Words, the number of a story, or its key; nothing finds nothing.",
    )


class PartShape(serializers.Serializer[Any]):
    """A stretch of a text, and whether it is what was looked for."""

    text = serializers.CharField()
    is_match = serializers.BooleanField()


class FoundProjectShape(serializers.Serializer[Any]):
    """A project whose key, name, customer or goal holds the words."""

    key = serializers.CharField()
    name = serializers.CharField()
    customer = serializers.CharField()
    state = serializers.ChoiceField(Project.State.choices)


class FoundStoryShape(serializers.Serializer[Any]):
    """A story that was found."""

    key = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.ChoiceField(Story.Kind.choices)
    category = serializers.ChoiceField(Category.choices)
    column = StandsIn()
    owner = PersonShape(allow_null=True)
    excerpt = PartShape(
        many=True, help_text="The words around, of the description; empty if the title fits."
    )


class SearchShape(serializers.Serializer[Any]):
    """What was found, the best first; a key finds its story alone."""

    q = serializers.CharField()
    projects = FoundProjectShape(many=True)
    stories = FoundStoryShape(many=True)
    has_more = serializers.BooleanField(help_text="Whether there are more stories than these.")


class SearchResource(Resource):
    """Find projects and stories of your teams by words, as the page does."""

    @documented(asks=SearchQuery, answers=SearchShape)
    def retrieve(self, request: ApiRequest, **kwargs: Any) -> HttpResponse:
        return answer_computed(
            request,
            SearchShape,
            lambda asked: found(asked.get("q", ""), request.user),
            asks=SearchQuery,
        )


def found(q: str, reader: User) -> dict[str, Any]:
    search = Search(q, reader)
    hit = search.called
    if hit:
        return {"q": search.text, "projects": [], "stories": [told(hit)], "has_more": False}
    names = FoundProjectShape._declared_fields
    projects = []
    for project in search.projects:
        projects.append({name: getattr(project, name) for name in names})
    stories = [told(hit) for hit in search.shown]
    return {
        "q": search.text,
        "projects": projects,
        "stories": stories,
        "has_more": search.has_more,
    }


def told(hit: Hit) -> dict[str, Any]:
    story, owner = hit.story, hit.story.owner
    return {
        "key": story.key,
        "title": story.title,
        "kind": story.kind,
        "category": story.category,
        "column": {"id": story.column_id, "name": story.column.name},
        "owner": owner and {"id": owner.pk, "name": owner.name},
        "excerpt": [{"text": text, "is_match": is_match} for text, is_match in hit.parts],
    }
