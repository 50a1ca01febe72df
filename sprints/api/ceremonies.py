"""Stand-ups, retrospectives and their actions over the API."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from projects.api.base import OfProjectResource, SprintByNumber, Teammate
from projects.models.project import story_key
from sprints.models import Action, Retrospective, Standup
from sprints.refusals import PresentBeforeTheEnd
from teams.api import PersonShape
from web.api.inputs import Day, Input, Text, Whole
from web.api.pagination import Order
from web.api.patching import Patched
from web.api.query import ListQuery
from web.api.resources import Created
from web.api.shape import Shape, made
from web.api.verbs import verb

if TYPE_CHECKING:
    from sprints.models.retrospective import ActionQuerySet
    from teams.models.user import User


class StandupShape(Shape):
    """A stand-up: when, how long, how many; never who."""

    model = Standup
    id = serializers.IntegerField()
    day = serializers.DateField()
    sprint = serializers.IntegerField(source="sprint.number", allow_null=True)
    started_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    present = serializers.IntegerField(allow_null=True)


class StandupQuery(ListQuery):
    orders = {
        "-day": Order("-day", kind=date, stable=True),
        "day": Order("day", kind=date, stable=True),
    }


class StandupInput(Input):
    """Nothing starts today's timer; a day notes a stand-up that was held without it."""

    day = Day(allow_null=True, default=None)
    present = Whole(min_value=0, max_value=99, allow_null=True, default=None)


class Attendance(Input):
    present = Whole(min_value=0, max_value=99, allow_null=True, default=None)


class StandupResource(Created, OfProjectResource):
    """Stand-ups of the project."""

    shape = StandupShape
    query = StandupQuery
    takes = StandupInput

    def make(self, given: dict[str, Any], by: User) -> Standup:
        """Start today's stand-up, or note one that was held."""
        if given["day"]:
            return Standup.note(self.project, **given, by=by)
        if given["present"] is not None:
            raise PresentBeforeTheEnd("Say who is present when the stand-up ends.", "present")
        return Standup.start(self.project, by=by)

    @verb(takes=Attendance)
    def end(self, standup: Standup, given: dict[str, Any], by: User) -> None:
        """Stop the timer."""
        standup.end(**given, by=by)


class RetrospectiveShape(Shape):
    """What a sprint showed and taught."""

    model = Retrospective
    id = serializers.IntegerField()
    sprint = serializers.IntegerField(source="sprint.number")
    held_at = serializers.DateTimeField()
    shown = serializers.CharField()
    lessons = serializers.CharField()


class Notes(Input):
    shown = Text(max_length=10_000, allow_blank=True, default="")
    lessons = Text(max_length=10_000, allow_blank=True, default="")


class RetrospectiveInput(Notes):
    sprint = SprintByNumber()


class ActionShape(Shape):
    """What a retrospective agreed on."""

    model = Action
    id = serializers.IntegerField()
    retrospective = serializers.IntegerField(source="retrospective_id")
    title = serializers.CharField()
    owner = PersonShape()
    due = serializers.DateField()
    carried = serializers.IntegerField()
    closed_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.ChoiceField(Action.Outcome.choices, allow_blank=True)
    evidence = serializers.CharField()
    story = made(
        serializers.CharField(allow_null=True, help_text="Key of the story that it became."),
        "project__key",
        "story__number",
        by=story_key,
    )


class ActionInput(Input):
    title = Text(max_length=240)
    owner = Teammate()
    due = Day()


class RetrospectiveResource(Created, Patched, OfProjectResource):
    """Retrospectives of the project."""

    shape = RetrospectiveShape
    takes = RetrospectiveInput

    def make(self, given: dict[str, Any], by: User) -> Retrospective:
        """Hold the retrospective of a sprint."""
        return Retrospective.hold(given.pop("sprint"), **given, by=by)

    @verb(takes=Notes, edits={"shown": "shown", "lessons": "lessons"})
    def notes(self, retrospective: Retrospective, given: dict[str, Any], by: User) -> None:
        """Write down what was shown and learned."""
        retrospective.note(**given, by=by)

    @verb(takes=ActionInput, gives=ActionShape)
    def actions(self, retrospective: Retrospective, given: dict[str, Any], by: User) -> Action:
        """Agree on an action."""
        return retrospective.agree(given.pop("title"), **given, by=by)


class ActionQuery(ListQuery):
    open = serializers.BooleanField()

    @staticmethod
    def with_open(actions: ActionQuerySet, value: bool) -> ActionQuerySet:
        return actions.open() if value else actions.closed()


class Closing(Input):
    """With evidence it is done, without it is dropped."""

    evidence = Text(max_length=500, allow_blank=True, default="")


class Carrying(Input):
    due = Day()


class TakingUp(Input):
    sprint = SprintByNumber(allow_null=True, default=None)


class ActionResource(Patched, OfProjectResource):
    """Actions of the project's retrospectives."""

    shape = ActionShape
    query = ActionQuery

    @verb(takes=Closing)
    def closing(self, action: Action, given: dict[str, Any], by: User) -> None:
        """End it: done with evidence, dropped without."""
        action.close(**given, by=by)

    @verb(takes=Carrying, edits={"due": "due"})
    def carryings(self, action: Action, given: dict[str, Any], by: User) -> None:
        """Give it until a later day."""
        action.carry(**given, by=by)

    @verb("stories", takes=TakingUp)
    def stories(self, action: Action, given: dict[str, Any], by: User) -> None:
        """Make it a story."""
        action.take_up(**given, by=by)
