"""The plan: themes over the project's timeline, and the use cases they serve."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import orjson
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from rest_framework import serializers

from projects.api.base import OfProjectResource
from projects.models import Question, Theme, UseCase
from projects.models.frozen_theme import signed_window
from projects.models.succession import MOST_FOLLOWED
from web.api.ending import Ended
from web.api.inputs import Day, Input, RowAmong, Text, Whole
from web.api.lookups import JsonText
from web.api.pagination import Order
from web.api.patching import Patched
from web.api.query import ListQuery
from web.api.resources import Created
from web.api.shape import Shape, made
from web.api.verbs import verb

if TYPE_CHECKING:
    from teams.models.user import User

WORDS = {"title": "title", "description": "description"}
BY_POSITION = {"position": Order("position")}


SERVED = JsonText(
    ArraySubquery(
        Theme.use_cases.through.objects.filter(theme=OuterRef("pk"))
        .order_by("usecase_id")
        .values("usecase_id")
    )
)


def days_later(ends_on: date | None, signed: date | None) -> int | None:
    return (ends_on - signed).days if ends_on and signed else None


class ThemeShape(Shape):
    """A line of investigation with its planned window."""

    model = Theme
    annotations = {
        "served": SERVED,
        "followed": JsonText(Theme.followed_of_outer()),
        **signed_window(),
    }
    id = serializers.IntegerField()
    title = serializers.CharField()
    description = serializers.CharField()
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    signed_starts_on = serializers.DateField(
        allow_null=True, help_text="In the plan that was frozen with the charter signed last."
    )
    signed_ends_on = serializers.DateField(allow_null=True)
    slip_days = made(
        serializers.IntegerField(
            allow_null=True, help_text="By how many days it ends later than was signed."
        ),
        "ends_on",
        "signed_ends_on",
        by=days_later,
    )
    state = serializers.ChoiceField(Theme.State.choices)
    position = serializers.IntegerField()
    use_cases = made(
        serializers.ListField(
            child=serializers.IntegerField(), help_text="Ids of the use cases that it serves."
        ),
        "served",
        by=orjson.loads,
    )
    follows = made(
        serializers.ListField(
            child=serializers.IntegerField(), help_text="Ids of the themes that it comes after."
        ),
        "followed",
        by=orjson.loads,
    )


class ThemeQuery(ListQuery):
    orders = BY_POSITION

    state = serializers.ChoiceField(Theme.State.choices)


class Window(Input):
    starts_on = Day(allow_null=True, default=None)
    ends_on = Day(allow_null=True, default=None)


class Words(Input):
    title = Text(max_length=160)
    description = Text(max_length=20_000, allow_blank=True, default="")


class UseCaseIds(serializers.ListField):
    """Use cases of the project, each once however often it is named."""

    def __init__(self, **options: Any) -> None:
        super().__init__(child=RowAmong("use case", "use_cases"), max_length=200, **options)


class ThemeIds(serializers.ListField):
    """Themes of the project, each once however often it is named."""

    def __init__(self, **options: Any) -> None:
        super().__init__(child=RowAmong("theme", "themes"), max_length=MOST_FOLLOWED, **options)


class ThemeInput(Words, Window):
    """A theme to put on the plan."""

    use_cases = UseCaseIds(default=list, help_text="Ids of the use cases that it serves.")
    follows = ThemeIds(default=list, help_text="Ids of the themes that it comes after.")


class Served(Input):
    use_cases = UseCaseIds(
        help_text="Ids of the use cases that it serves, instead of those so far."
    )


class Followed(Input):
    follows = ThemeIds(help_text="Ids of the themes that it comes after, instead of those so far.")


class ThemeStateInput(Input):
    to = serializers.ChoiceField(Theme.State.choices)


class Place(Input):
    position = Whole(min_value=1, max_value=100_000, help_text="Counted from 1.")


class ThemeResource(Created, Patched, OfProjectResource):
    """Themes of the plan, in their order."""

    shape = ThemeShape
    query = ThemeQuery
    takes = ThemeInput

    def make(self, given: dict[str, Any], by: User) -> Theme:
        """Put a theme on the plan."""
        return Theme.chart(self.project, **given, by=by)

    @verb(takes=Words, edits=WORDS)
    def rewordings(self, theme: Theme, given: dict[str, Any], by: User) -> None:
        """Say anew what the theme is about."""
        theme.reword(**given, by=by)

    @verb(takes=Window, edits={"starts_on": "starts_on", "ends_on": "ends_on"})
    def plans(self, theme: Theme, given: dict[str, Any], by: User) -> None:
        """Move the theme's window on the timeline."""
        theme.plan(**given, by=by)

    @verb(takes=Served, edits={"use_cases": "use_cases"})
    def use_cases(self, theme: Theme, given: dict[str, Any], by: User) -> None:
        """Say which use cases the theme serves."""
        theme.serve(given["use_cases"], by=by)

    @verb(takes=Followed, edits={"follows": "follows"})
    def successions(self, theme: Theme, given: dict[str, Any], by: User) -> None:
        """Say which themes the theme comes after; none of them may come after it."""
        theme.follow(given["follows"], by=by)

    @verb(takes=ThemeStateInput, edits={"state": "to"})
    def states(self, theme: Theme, given: dict[str, Any], by: User) -> None:
        """Take the theme up, finish it or drop it."""
        theme.enter(given["to"], by=by)

    @verb(takes=Place, edits={"position": "position"})
    def rankings(self, theme: Theme, given: dict[str, Any], by: User) -> None:
        """Give the theme another place in the order."""
        theme.place_at(given["position"], by=by)


class UseCaseShape(Shape):
    """A concrete use distilled from the business goal."""

    model = UseCase
    id = serializers.IntegerField()
    title = serializers.CharField()
    description = serializers.CharField()
    position = serializers.IntegerField()
    dropped_at = serializers.DateTimeField(allow_null=True)


class UseCaseQuery(ListQuery):
    orders = BY_POSITION


class ChosenStarters(Input):
    chosen = serializers.ListField(
        child=Whole(min_value=1, max_value=1000),
        max_length=1000,
        help_text="Places in the team's question set, counted from 1.",
    )


class UseCaseResource(Created, Patched, Ended, OfProjectResource):
    """Use cases of the project, in their order."""

    shape = UseCaseShape
    query = UseCaseQuery
    takes = Words
    stays = True

    def make(self, given: dict[str, Any], by: User) -> UseCase:
        """Add a use case."""
        return UseCase.distil(self.project, **given, by=by)

    @verb(takes=Words, edits=WORDS)
    def rewordings(self, use_case: UseCase, given: dict[str, Any], by: User) -> None:
        """Say anew what the use is."""
        use_case.reword(**given, by=by)

    @verb("question-board", takes=ChosenStarters)
    def question_board(self, use_case: UseCase, given: dict[str, Any], by: User) -> None:
        """Open the board of its questions with the team's set; those not chosen are set aside."""
        Question.begin(use_case, [place - 1 for place in given["chosen"]], by=by)

    def end(self, use_case: UseCase, by: User) -> None:
        """Take it off the list; it stays in the history."""
        use_case.drop(by=by)
