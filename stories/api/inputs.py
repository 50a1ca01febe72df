"""What the writes of stories take."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from projects.api.base import SeenProject, SprintByNumber, Teammate
from stories.models import BlockerKind, Story
from stories.refusals import RankedBesideNobody
from web.api.inputs import Amount, Input, NamedRowOf, RowAmong, Text

if TYPE_CHECKING:
    from projects.models import Project
    from stories.models.story import StoryQuerySet

MOST_AT_ONCE = 500


class Neighbour(NamedRowOf):
    """Names another story of the project by its key."""

    def __init__(self, **options: Any) -> None:
        super().__init__("story in this project", stories_of, by="key, such as TV-42", **options)

    def look_up(self, scope: Any, value: str) -> Story | None:
        story: Story | None = self.rows(scope).by_key(value).first()
        return story


def stories_of(project: Project) -> StoryQuerySet:
    return project.stories.select_related("project")


class Labels(serializers.ListField):
    def __init__(self, **options: Any) -> None:
        super().__init__(child=Text(max_length=40), max_length=20, **options)


def points(**options: Any) -> Amount:
    return Amount(
        max_digits=5, decimal_places=1, min_value=0, max_value=1000, allow_null=True, **options
    )


def time_box(**options: Any) -> Amount:
    return Amount(
        max_digits=4,
        decimal_places=1,
        min_value=Decimal("0.5"),
        max_value=60,
        allow_null=True,
        **options,
    )


class StoryInput(Input):
    """A new story, at the end of the backlog unless told otherwise."""

    project = SeenProject()
    title = Text(max_length=240)
    kind = serializers.ChoiceField(Story.Kind.choices, default=Story.Kind.STORY)
    body = Text(max_length=100_000, allow_blank=True, default="")
    labels = Labels(default=list)
    points = points(default=None)
    time_box_days = time_box(default=None)
    owner = Teammate(allow_null=True, default=None)
    column = RowAmong("column in this project", "columns", allow_null=True, default=None)
    sprint = SprintByNumber(allow_null=True, default=None)
    theme = RowAmong("theme in this project", "themes", allow_null=True, default=None)
    hypothesis = RowAmong("hypothesis in this project", "hypotheses", allow_null=True, default=None)
    release = RowAmong("release in this project", "releases", allow_null=True, default=None)


class BulkInput(Input):
    """Stories that are written together or not at all."""

    stories = serializers.ListSerializer[Any](
        child=StoryInput(), allow_empty=False, max_length=MOST_AT_ONCE
    )

    def to_internal_value(self, data: Any) -> Any:
        self.context["known"] = {}  # type: ignore[index]  # it is the dict that was given
        return super().to_internal_value(data)


class Move(Input):
    """Where to, and optionally between which two stories."""

    column = RowAmong("column in this project", "columns")
    above = Neighbour(allow_null=True, default=None)
    below = Neighbour(allow_null=True, default=None)


class Assignment(Input):
    to = Teammate(allow_null=True)


class Pairing(Input):
    user = Teammate()


class Ranking(Input):
    above = Neighbour(allow_null=True, default=None)
    below = Neighbour(allow_null=True, default=None)

    def validate(self, given: dict[str, Any]) -> dict[str, Story | None]:
        if not any(given.values()):
            raise RankedBesideNobody("Name the story above, the one below, or both.", "above")
        return given


class Plan(Input):
    sprint = SprintByNumber(allow_null=True)


class ThemeChoice(Input):
    theme = RowAmong("theme in this project", "themes", allow_null=True)


class Test(Input):
    hypothesis = RowAmong("hypothesis in this project", "hypotheses", allow_null=True)


class Shipment(Input):
    release = RowAmong("release in this project", "releases", allow_null=True)


class Need(Input):
    needs = Neighbour()


class Blocker(Input):
    reason = Text(max_length=240)
    kind = serializers.ChoiceField(
        BlockerKind.choices,
        allow_blank=True,
        required=False,
        help_text="What kind of thing it waits for; empty: none of them. Without it, it stays.",
    )


class Estimate(Input):
    points = points(default=None)
    time_box_days = time_box(default=None)


class Title(Input):
    title = Text(max_length=240)


class Description(Input):
    body = Text(max_length=100_000, allow_blank=True)


class Kind(Input):
    kind = serializers.ChoiceField(Story.Kind.choices)


class LabelSet(Input):
    labels = Labels()
