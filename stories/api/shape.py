import orjson
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from rest_framework import serializers

from projects.models.project import story_key
from stories.models import BlockerKind, Category, Dependency, Story
from teams.api import PersonShape
from web.api.lookups import JsonText
from web.api.shape import Shape, made

COWORKERS = JsonText(
    ArraySubquery(
        Story.coworkers.through.objects.filter(story=OuterRef("pk"))
        .order_by("user__name", "user_id")
        .values(person=JSONObject(id="user_id", name="user__name"))
    )
)
NEEDED = JsonText(
    ArraySubquery(
        Dependency.objects.filter(story=OuterRef("pk"))
        .order_by("needs__number")
        .values("needs__number")
    )
)


def needed_keys(project: str, numbers: str) -> list[str]:
    """The keys of stories of one project, of their numbers in JSON."""
    if numbers == "[]":  # as of most
        return []
    return [f"{project}-{number}" for number in orjson.loads(numbers)]


class StandsIn(Shape):
    """A column, by id and name."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class FiledUnder(Shape):
    """A theme, by id and title."""

    id = serializers.IntegerField()
    title = serializers.CharField()


class TestOf(Shape):
    """A hypothesis, by id and prediction."""

    id = serializers.IntegerField()
    prediction = serializers.CharField()


class ShipsWith(Shape):
    """A release, by id and title."""

    id = serializers.IntegerField()
    title = serializers.CharField()


class StoryShape(Shape):
    """Work that can reasonably be finished in one sprint."""

    model = Story
    annotations = {"coworkers_now": COWORKERS, "needs_now": NEEDED}

    key = made(serializers.CharField(), "project__key", "number", by=story_key)
    project = serializers.CharField(source="project.key")
    number = serializers.IntegerField()
    kind = serializers.ChoiceField(Story.Kind.choices)
    title = serializers.CharField()
    body = serializers.CharField(help_text="Markdown.")
    labels = serializers.ListField(child=serializers.CharField())
    points = serializers.FloatField(allow_null=True)
    time_box_days = serializers.FloatField(allow_null=True)
    owner = PersonShape(allow_null=True)
    coworkers = made(PersonShape(many=True), "coworkers_now", by=orjson.loads)
    column = StandsIn()
    category = serializers.ChoiceField(Category.choices)
    sprint = serializers.IntegerField(source="sprint.number", allow_null=True)
    theme = FiledUnder(allow_null=True)
    hypothesis = TestOf(allow_null=True)
    release = ShipsWith(allow_null=True)
    rank = serializers.IntegerField(help_text="Place in the project's backlog; smaller is higher.")
    needs = made(
        serializers.ListField(
            child=serializers.CharField(), help_text="Keys of the stories that it waits for."
        ),
        "project__key",
        "needs_now",
        by=needed_keys,
    )
    blocked_at = serializers.DateTimeField(allow_null=True)
    blocked_reason = serializers.CharField()
    blocked_kind = serializers.ChoiceField(
        BlockerKind.choices,
        allow_blank=True,
        help_text="What kind of thing it waits for; empty where nobody said.",
    )
    done_at = serializers.DateTimeField(allow_null=True)
    created_by = PersonShape(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class WrittenShape(Shape):
    """The keys of the stories that were written, in the order given."""

    model = Story
    keys = serializers.ListField(child=serializers.CharField())
