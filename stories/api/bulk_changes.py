"""One change of many stories over the API: all of it, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ErrorDetail

from base.refusals import Refused
from projects.api.base import SeenProject, SprintByNumber, Teammate
from stories.api.inputs import Labels
from stories.api.shape import WrittenShape
from stories.bulk import MOST_AT_ONCE, Bulk
from stories.refusals import BulkWithoutOneChange
from web.api.answers import Answer, tagged
from web.api.idempotency import idempotent
from web.api.inputs import Input, RowAmong, Text, Yes, taken
from web.api.problems import MISSING
from web.api.query import NoQuery
from web.api.resources import Resource

if TYPE_CHECKING:
    from teams.models.user import User
    from web.requests import ApiRequest

CHANGES = ("sprint", "owner", "theme", "add_labels", "drop")


class BulkChangeInput(Input):
    """Which stories of one project, by their keys, and one change for all of them."""

    project = SeenProject()
    stories = serializers.ListField(
        child=Text(max_length=20), allow_empty=False, max_length=MOST_AT_ONCE
    )
    sprint = SprintByNumber(
        allow_null=True, required=False, help_text="Number of the sprint; null: the backlog."
    )
    owner = Teammate(allow_null=True, required=False)
    theme = RowAmong("theme in this project", "themes", allow_null=True, required=False)
    add_labels = Labels(required=False, allow_empty=False)
    drop = Yes(required=False, help_text="True: they won't be done.")

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        changes = [name for name in CHANGES if name in given]
        if len(changes) != 1 or given.get("drop") is False:
            raise BulkWithoutOneChange(f"Say one change: {', '.join(CHANGES)}: true.")
        keys = [key.upper() for key in given["stories"]]
        found = given["project"].stories.called(keys).for_change()
        known = {story.key for story in found}
        missing: dict[str, Any] = {}
        for place, key in enumerate(keys):
            if key not in known:
                missing[str(place)] = [ErrorDetail("There is no such story here.", code=MISSING)]
        if missing:
            raise serializers.ValidationError({"stories": missing})
        [change] = changes
        return {"bulk": Bulk(given["project"], found), "change": change, "to": given[change]}


class BulkChangeResource(Resource):
    """Changes of many stories together."""

    @action(detail=False, methods=["post"], url_path="bulk/changes", url_name="bulk")
    def bulk(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Plan, hand over, file, label or drop many stories of a project, or none of them."""
        return idempotent(request, lambda: self._change(request))

    vars(bulk).update(takes=BulkChangeInput, gives=None, answers=WrittenShape)

    def _change(self, request: ApiRequest) -> HttpResponse:
        NoQuery.read(request.query_params)
        given = taken(BulkChangeInput, request.data, None, request)
        try:
            bulk = change_all(given, request.user)
        except Refused as refused:
            refused.field = given["change"]  # the only one; a story calls it otherwise
            raise
        return tagged(request, Answer({"keys": [story.key for story in bulk.stories]}))


def change_all(given: dict[str, Any], by: User) -> Bulk:
    bulk: Bulk = given["bulk"]
    to = given["to"]
    match given["change"]:
        case "sprint":
            bulk.plan_into(to, by=by)
        case "owner":
            bulk.hand_to(to, by=by)
        case "theme":
            bulk.file_under(to, by=by)
        case "add_labels":
            bulk.add_labels(to, by=by)
        case "drop":
            bulk.drop(by=by)
    return bulk
