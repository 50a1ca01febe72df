"""Health reports over the API: read what was computed, ask for one of now."""

import orjson
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.shortcuts import get_object_or_404
from rest_framework import serializers

from doors.api.answers import Answer
from doors.api.idempotency import answered_once
from doors.api.inputs import Input, Nothing, Text
from doors.api.query import NoQuery
from doors.api.resources import Listed, Resource, Retrieved
from doors.api.shape import Shape, made
from doors.api.verbs import taken, verb
from metrics.models import HealthReport, Reading
from metrics.signals.catalogue import BY_KEY
from teams.api import SLUG
from teams.models import Team


class ReportShape(Shape):
    """What a report speaks of, and all it takes to compute it again."""

    model = HealthReport
    id = serializers.IntegerField()
    team = serializers.CharField(source="team.slug")
    as_of = serializers.DateTimeField(help_text="The moment it speaks of.")
    computed_at = serializers.DateTimeField()
    last_event_id = serializers.IntegerField()
    code_version = serializers.CharField()
    seed = serializers.IntegerField()
    inputs_sha256 = serializers.CharField()
    sha256 = serializers.CharField(help_text="Of the report's canonical JSON.")


class WholeReportShape(ReportShape):
    """A report with its content: signals with value, interval, range, state, evidence, action."""

    content = made(serializers.JSONField(), "body", by=lambda body: orjson.loads(bytes(body)))
    contests = serializers.ListField(
        child=serializers.DictField(), help_text="Notes of the team beside readings."
    )
    annotations = {
        "contests": ArraySubquery(
            Reading.objects.filter(report=OuterRef("pk"))
            .contested()
            .values(told=JSONObject(signal="signal", note="contest_note", at="contested_at"))
        )
    }


class ContestInput(Input):
    """Why a reading misleads; an empty note takes it back."""

    signal = serializers.ChoiceField([(key, key) for key in BY_KEY])
    note = Text(max_length=2000, allow_blank=True)


class ComputingShape(Shape):
    """A report is being computed; it will stand first in the list."""

    model = HealthReport
    team = serializers.CharField()
    computing = serializers.BooleanField()


class TeamReportResource(Listed, Resource):
    """The team's health reports, the newest first if asked so; guests see them a day later."""

    shape = ReportShape
    created_shape = ComputingShape
    created_status = 202
    takes = Nothing

    def seen(self, rows):
        return rows.visible_to(self.request.user).filter(team__slug=self.kwargs["team"])

    def must_see_parent(self):
        self.team()

    def team(self):
        seen = Team.objects.visible_to(self.request.user)
        return get_object_or_404(seen, slug=self.kwargs["team"])

    def create(self, request, **kwargs):
        """Ask for a report of now. It is computed by a worker, unless nothing has changed."""
        return answered_once(self, request, lambda: self._ask(request))

    def _ask(self, request):
        NoQuery.read(request.query_params)
        taken(self.takes, request.data, None, request)
        team = self.team()
        HealthReport.compute_later(team, by=request.user)
        return Answer({"team": team.slug, "computing": True}, status=202)


class ReportResource(Retrieved, Resource):
    """One health report, with its content."""

    shape = WholeReportShape
    related = ("team",)

    def seen(self, rows):
        return rows.visible_to(self.request.user)

    def holder(self):
        return self.row.team

    @verb(takes=ContestInput)
    def contests(self, report, given, by):
        """Put a note beside a reading; the number stays as it was computed."""
        reading = get_object_or_404(report.readings, signal=given["signal"])
        reading.contest(given["note"], by=by)


def register(router):
    router.register(f"teams/(?P<team>{SLUG})/reports", TeamReportResource, "team-report")
    router.register("reports", ReportResource, "report")
