"""Check-ins over the API: read by programs, answered by people on the page."""

from __future__ import annotations

from datetime import date, timedelta

from rest_framework import serializers

from metrics.models import SuccessMetric
from projects.api.base import OfProjectResource
from projects.models import Release
from stories.api.query import an_id, rows_of
from value.models import CheckIn
from web.api.query import ListQuery
from web.api.session_only import session_only
from web.api.shape import Shape, made


def day_after(first_used_on: date, days: int) -> date:
    return first_used_on + timedelta(days=days)


class CheckInShape(Shape):
    """So many days after a release was first used: what does a metric say of it now?"""

    model = CheckIn
    id = serializers.IntegerField()
    release = serializers.IntegerField(source="release_id", help_text="Id of the release.")
    success_metric = serializers.IntegerField(source="metric_id", help_text="Id of the metric.")
    day = serializers.IntegerField(help_text="Days after the release was first used.")
    due_on = made(
        serializers.DateField(help_text="The day on which it is asked."),
        "release__first_used_on",
        "day",
        by=day_after,
    )
    state = serializers.ChoiceField(CheckIn.State.choices)
    asked_at = serializers.DateTimeField()
    asks_customer = serializers.BooleanField(help_text="Whether guests may answer, too.")
    observation = serializers.IntegerField(
        source="observation_id", allow_null=True, help_text="Id of what was seen."
    )
    because = serializers.CharField(help_text="Why it can't be known, or was cancelled.")
    is_last = serializers.BooleanField(help_text="Whether it isn't asked again of the release.")
    worth = serializers.ChoiceField(
        CheckIn.Worth.choices, help_text="Whether the release is still worth running."
    )
    closed_at = serializers.DateTimeField(allow_null=True)


class CheckInQuery(ListQuery):
    named = {"release": rows_of(Release), "success_metric": rows_of(SuccessMetric)}

    state = serializers.ChoiceField(CheckIn.State.choices)
    release = an_id("release_id", "Id of the release.")
    success_metric = an_id("metric_id", "Id of the metric.")


class CheckInResource(OfProjectResource):
    """What is asked of a project's releases, and what was answered; people answer on the page."""

    shape = CheckInShape
    query = CheckInQuery
    related = ("project__team", "release")

    @session_only("answers")
    def answers(self, check_in: CheckIn) -> str:
        """What a metric says, or why that can't be known: people say it on the page."""
        return f"Whoever is asked answers on the page {check_in.address}, signed in."

    @session_only("customer")
    def customer(self, check_in: CheckIn) -> str:
        """Ask the customer, too: a lead does on the page."""
        return f"A lead asks the customer, too, on the page {check_in.address}, signed in."
