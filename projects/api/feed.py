"""All that happens in one's teams, for who follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from history.feed import FeedPlace, NoPlaceError
from projects.api.event import EventShape
from projects.models import Project
from teams.models import Team
from web.api.answers import Answer, tagged
from web.api.documented import documented
from web.api.problems import Faulty, MissingNamed
from web.api.query import MOST_ROWS, ROWS, SlimQuery
from web.api.resources import Resource, address_of_next, known_names

if TYPE_CHECKING:
    from base.user import User
    from web.requests import ApiRequest

NO_CURSOR = ErrorDetail("This isn't a cursor of the feed.", "no-cursor")
LONGEST_CURSOR = 7000  # characters: what proxies let through in one line
LOST = "The history lacks what you have read: it was restored from a backup. Begin anew."


class FeedQuery(SlimQuery):
    cursor = serializers.CharField(
        max_length=LONGEST_CURSOR, help_text="Where to go on: as `cursor` gave it."
    )
    start = serializers.ChoiceField(
        ["beginning", "now"], help_text="Without `cursor`: all there is, or what comes from now on."
    )
    page_size = serializers.IntegerField(min_value=1, max_value=MOST_ROWS)


class FeedShape(serializers.Serializer[Any]):
    """The next lines; guests may get fewer than asked for, or none, before the last page."""

    results = EventShape(many=True)
    next = serializers.URLField(allow_null=True, help_text="More lines that are there already.")
    cursor = serializers.CharField(help_text="Where to go on, now or some other day.")


class FeedResource(Resource):
    """The history of all your teams, of which nothing is missed.

    In each project, and in what a team says of itself, lines come in their order; between two of
    them they may not. Who comes into a team gets its lines from the first on.
    """

    shape = EventShape

    def seen(self, rows: Any) -> Any:
        return rows.visible_to(self.request.user)

    @documented(asks=FeedQuery, answers=FeedShape, refuses={410: LOST})
    def list(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        asked = FeedQuery.read(request.query_params)
        compiled = self.shape.compiled(known_names(self.shape, asked.get("fields")))
        projects, teams = streams_of(request.user)
        place = _place(asked, projects, teams)
        if place.is_lost(projects, teams):
            raise Faulty(LOST, status=410)
        news = place.news(projects, teams, limit=asked.get("page_size", ROWS))
        rows = self.seen(compiled.rows()).filter(pk__in=news.ids).order_by("pk")
        cursor = str(news.place)
        answer = {
            "results": compiled.contents(list(rows)),
            "next": address_of_next(request, cursor) if news.has_more else None,
            "cursor": cursor,
        }
        return tagged(request, Answer(answer))


def streams_of(user: User) -> tuple[list[int], list[int]]:
    """Return the ids of the projects and of the teams that the user sees."""
    projects = Project.objects.visible_to(user).order_by("pk").values_list("pk", flat=True)
    teams = Team.objects.visible_to(user).order_by("pk").values_list("pk", flat=True)
    return list(projects), list(teams)


def _place(asked: dict[str, Any], projects: list[int], teams: list[int]) -> FeedPlace:
    if "cursor" in asked:
        try:
            return FeedPlace.parse(asked["cursor"])
        except NoPlaceError:
            raise MissingNamed({"cursor": NO_CURSOR}) from None
    if asked.get("start") == "now":
        return FeedPlace.of_now(projects, teams)
    return FeedPlace()
