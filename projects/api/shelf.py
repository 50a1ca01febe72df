"""What a team has already: its shelf, and the questions that its use cases begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from rest_framework import serializers
from rest_framework.decorators import action

from base.roles import Discipline
from projects.models import ShelfItem
from projects.models.question_set import starters_of
from projects.models.shelf_item import FIELDS
from projects.models.sides import SIDE_CHOICES
from teams.api import seen_team
from teams.models import Team
from web.api.computed import answer_computed
from web.api.documented import documented
from web.api.ending import Ended
from web.api.inputs import Input, Link, Text
from web.api.patching import Patched, edit
from web.api.query import ListQuery
from web.api.resources import Created, Listed, Resource, Retrieved
from web.api.session_only import done_on_a_page, never_done
from web.api.shape import Shape

if TYPE_CHECKING:
    from projects.models.shelf_item import ShelfItemQuerySet
    from teams.models.user import User
    from web.requests import ApiRequest


class ShelfItemShape(Shape):
    """A data set, a platform or an environment that is there already."""

    model = ShelfItem
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(ShelfItem.Kind.choices)
    name = serializers.CharField()
    description = serializers.CharField()
    kept_by = serializers.ChoiceField(Discipline.choices, help_text="The discipline that knows it.")
    access = serializers.CharField(help_text="How one gets access.")
    link = serializers.CharField()


class ShelfQuery(ListQuery):
    kind = serializers.ChoiceField(ShelfItem.Kind.choices)
    q = serializers.CharField(max_length=200, help_text="Part of what is told of it.")

    @staticmethod
    def with_q(rows: ShelfItemQuerySet, text: str) -> ShelfItemQuerySet:
        return rows.mentioning(text)


class ShelfItemInput(Input):
    kind = serializers.ChoiceField(ShelfItem.Kind.choices)
    name = Text(max_length=120)
    description = Text(max_length=2000, allow_blank=True, default="")
    kept_by = serializers.ChoiceField(Discipline.choices)
    access = Text(max_length=2000, allow_blank=True, default="")
    link = Link(
        max_length=500, allow_blank=True, default="", help_text="An https address, or none."
    )


class ShelfItemResource(Listed, Retrieved, Created, Patched, Ended, Resource):
    """What stands on the team's shelf; its guests don't see it."""

    shape = ShelfItemShape
    query = ShelfQuery
    takes = ShelfItemInput
    related = ("team",)

    row: ShelfItem

    def seen(self, rows: ShelfItemQuerySet) -> ShelfItemQuerySet:
        return rows.visible_to(self.request.user).filter(team__slug=self.kwargs["team"]).standing()

    def must_see_parent(self) -> None:
        self.scope_of_new()

    def holder(self) -> Team:
        return self.row.team

    def scope_of_new(self) -> Team:
        self.team = seen_team(self)
        if not self.team.memberships.current().working().filter(user=self.request.user).exists():
            raise Http404
        return self.team

    def make(self, given: dict[str, Any], by: User) -> ShelfItem:
        """Note what is there already, for whoever asks that question next."""
        return ShelfItem.put(self.team, **given, by=by)

    @edit(takes=ShelfItemInput, edits={name: name for name in FIELDS})
    def change(self, item: ShelfItem, given: dict[str, Any], by: User) -> None:
        """Say anew what it is and how one gets access."""
        item.edit(**given, by=by)

    def end(self, item: ShelfItem, by: User) -> None:
        """It isn't there any more."""
        item.remove(by=by)


class StarterShape(serializers.Serializer[Any]):
    """A question that a use case may begin with."""

    place = serializers.IntegerField(help_text="Counted from 1.")
    asked_from = serializers.ChoiceField(SIDE_CHOICES)
    text = serializers.CharField()


class QuestionSetShape(serializers.Serializer[Any]):
    """The questions that the team's later use cases begin with."""

    team = serializers.CharField()
    starters = StarterShape(many=True)


def question_set_of(team: Team) -> dict[str, Any]:
    starters = []
    for place, starter in enumerate(starters_of(team), start=1):
        starters.append({"place": place, **starter._asdict()})
    return {"team": team.slug, "starters": starters}


class QuestionSetResource(Resource):
    """The team's question set; whoever sees the team reads it."""

    shape = Shape

    @action(detail=False, methods=["get"], url_path="question-set", url_name="read")
    @documented(answers=QuestionSetShape)
    def read(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Read the questions that a new use case of the team begins with, and their places."""
        team = seen_team(self)
        return answer_computed(request, QuestionSetShape, lambda asked: question_set_of(team))

    @read.mapping.post
    @never_done
    def write(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Write the team's questions anew: only a lead does, on the page, so this is refused."""
        page = reverse("question_set", args=[seen_team(self).slug])
        raise done_on_a_page(
            f"A lead edits the team's question set on the page {page}, signed in; no program does."
        )
