"""What became of each sprint over the API: the row of facts that velocity is read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework import serializers

from facts.models import SprintFact
from projects.api.base import PROJECT, OfProjectResource, id_of
from sprints.models import Sprint
from web.api.pagination import Order
from web.api.query import ListQuery
from web.api.shape import Shape, made

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter


class SprintFactShape(Shape):
    """What was committed to and what was done; a few seconds behind while the sprint runs."""

    model = SprintFact
    sprint = serializers.IntegerField(source="number", help_text="Its number.")
    kicked_off_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    committed = serializers.IntegerField(allow_null=True, help_text="Stories frozen at kickoff.")
    committed_points = serializers.FloatField(allow_null=True)
    done = serializers.IntegerField(help_text="Of the committed ones, done when it ended.")
    done_points = serializers.FloatField(help_text="Of the committed ones, as for `done`.")
    added = serializers.IntegerField(help_text="Planned into it after the kickoff.")
    removed = serializers.IntegerField(help_text="Committed to, then taken out or dropped.")
    carried = made(
        serializers.IntegerField(help_text="Committed to and not done when it ended."),
        "missed_stories",
        by=len,
    )


class SprintFactQuery(ListQuery):
    orders = {
        "number": Order("number", stable=True),
        "-number": Order("-number", stable=True),
    }


class SprintFactResource(OfProjectResource):
    """What became of the sprints of a project that were kicked off, addressed by their number."""

    shape = SprintFactShape
    query = SprintFactQuery
    lookup_field = "number"
    lookup_value_regex = "[1-9][0-9]{0,8}"

    def seen(self, rows: Any) -> Any:
        sprints = Sprint.objects.visible_to(self.request.user)
        mine = sprints.filter(project=id_of(self.kwargs["project"]))
        return rows.filter(sprint__in=mine)


def register(router: SimpleRouter) -> None:
    router.register(
        f"projects/(?P<project>{PROJECT})/sprint-facts", SprintFactResource, "sprint-fact"
    )
