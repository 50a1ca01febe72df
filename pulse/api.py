"""The pulse over the API: what is asked, and one's own sheet among the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.decorators import action

from base import clock
from pulse.models import Wave
from pulse.models.wave import HIGHEST, LOWEST
from pulse.refusals import NoRoundOpen, StatementNotAsked
from teams.api import SLUG, seen_team
from teams.models import Team
from web.api.answers import Answer
from web.api.computed import answer_computed
from web.api.documented import documented
from web.api.inputs import Input, Whole, taken
from web.api.query import NoQuery
from web.api.resources import Resource

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter

    from web.requests import ApiRequest


class StatementShape(serializers.Serializer[Any]):
    """A statement to agree with, from 1, not at all, to 7, wholly."""

    key = serializers.CharField()
    text = serializers.CharField()


class PulseShape(serializers.Serializer[Any]):
    """The round that is open; all but the team is null while none is."""

    team = serializers.CharField()
    kind = serializers.ChoiceField(Wave.Kind.choices, allow_null=True)
    opened_at = serializers.DateTimeField(allow_null=True)
    closes_at = serializers.DateTimeField(allow_null=True)
    invited = serializers.IntegerField(allow_null=True, help_text="How many are asked.")
    answered = serializers.IntegerField(allow_null=True, help_text="How many have answered.")
    is_too_small = serializers.BooleanField(
        allow_null=True, help_text="True: so few are asked that nobody will be told anything."
    )
    is_answered = serializers.BooleanField(allow_null=True, help_text="Whether you have answered.")
    statements = StatementShape(many=True)


def score() -> Whole:
    return Whole(min_value=LOWEST, max_value=HIGHEST, allow_null=True, default=None)


class SheetInput(Input):
    """A score for each statement that is asked; null or nothing skips it."""

    mistakes = score()
    problems = score()
    different = score()
    risk = score()
    help = score()
    undermine = score()
    skills = score()


class PulseResource(Resource):
    """A few statements that a team answers, unsigned."""

    keeps_answers = False

    def team(self) -> Team:
        return seen_team(self)

    def wave(self, team: Team) -> Wave | None:
        waves = Wave.objects.visible_to(self.request.user).filter(team=team)
        return waves.select_related("team").open_at(clock.now()).first()

    @action(detail=False, methods=["get"], url_path="pulse", url_name="open")
    @documented(answers=PulseShape)
    def open(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Read the open round of the pulse, if there is one."""
        return answer_computed(request, PulseShape, lambda asked: self._told())

    @action(detail=False, methods=["post"], url_path="pulse/sheets", url_name="sheets")
    def sheets(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Put your sheet among the others; nobody can tell it from theirs, so it can't be changed.

        Not repeated by an Idempotency-Key, which would keep who sent what; sent again it is 409.
        """
        NoQuery.read(request.query_params)
        scores = taken(SheetInput, request.data, None, request)
        wave = self.wave(self.team())
        if wave is None:
            raise NoRoundOpen("No round of the pulse is open for you.")
        asked = {item.key for item in wave.items}
        for key, value in scores.items():
            if value is not None and key not in asked:
                raise StatementNotAsked("This isn't asked in this round.", key)
        wave.answer(scores, by=request.user)
        return Answer(status=204)

    vars(sheets).update(takes=SheetInput, answers=PulseShape, gives=None, ends=True)

    def _told(self) -> dict[str, Any]:
        team = self.team()
        wave = self.wave(team)
        told: dict[str, Any] = dict.fromkeys(PulseShape._declared_fields)
        told |= {"team": team.slug, "statements": []}
        if wave is None:
            return told
        statements = [{"key": item.key, "text": item.text} for item in wave.items]
        return told | {
            "kind": wave.kind,
            "opened_at": wave.opened_at,
            "closes_at": wave.closes_at,
            "invited": wave.invited,
            "answered": wave.answered,
            "is_too_small": wave.is_too_small,
            "is_answered": wave.is_answered_by(self.request.user),
            "statements": statements,
        }


def register(router: SimpleRouter) -> None:
    router.register(f"teams/(?P<team>{SLUG})", PulseResource, "pulse")
