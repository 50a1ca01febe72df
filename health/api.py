"""Health reports over the API: read what was computed, ask for one of now."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import orjson
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from rest_framework import serializers
from rest_framework.decorators import action

from health.failure import failed_report, report_in_words
from health.handoff_api import HandoffEventResource, HandoffResource
from health.knowledge_api import KnowledgeResource
from health.models import Finding, HealthReport, Reading
from health.report_schema import (
    ComparedReportSchema,
    ContestSchema,
    DifferenceSchema,
    FindingSchema,
    ReportContentSchema,
)
from health.reports.comparing import Comparison, as_json
from health.signals.catalogue import BY_KEY
from projects.api import PROJECT
from teams.api import SLUG, seen_team
from teams.job_api import TEAM_WORK, JobShape, TeamWork, accepted
from teams.models import Team
from web.api.answers import Answer, tagged
from web.api.documented import documented
from web.api.idempotency import idempotent
from web.api.inputs import LARGEST, Input, Text, taken
from web.api.query import NoQuery
from web.api.resources import Listed, Resource, Retrieved
from web.api.shape import Shape, made
from web.api.verbs import verb

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter

    from health.models.report import HealthReportQuerySet
    from teams.models.user import User
    from web.requests import ApiRequest


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


FOUND = ("signal", "cause", "sentence", "action")


class WholeReportShape(ReportShape):
    """A report with its content: signals with value, interval, range, state, evidence, action."""

    content = made(ReportContentSchema(), "body", by=lambda body: orjson.loads(bytes(body)))
    findings = made(
        FindingSchema(many=True, help_text="What it asks to be looked at, signal by signal."),
        "found",
        by=list,
    )
    contests = ContestSchema(many=True, help_text="Notes of the team beside readings.")
    annotations = {
        "found": ArraySubquery(
            Finding.objects.filter(report=OuterRef("pk"))
            .order_by("signal", "cause")
            .values(told=JSONObject(**{name: name for name in FOUND}))
        ),
        "contests": ArraySubquery(
            Reading.objects.filter(report=OuterRef("pk"))
            .contested()
            .values(told=JSONObject(signal="signal", note="contest_note", at="contested_at"))
        ),
    }


class ContestInput(Input):
    """Why a reading misleads; an empty note takes it back."""

    signal = serializers.ChoiceField([(key, key) for key in BY_KEY])
    note = Text(max_length=2000, allow_blank=True)


class ReportInput(Input):
    """Which report: of now, or as of the end of a day that is over (UTC)."""

    day = serializers.DateField(required=False, help_text="Left out, it is of now.")


class AskedQuery(NoQuery):
    day = serializers.DateField(required=False, help_text="Left out, the report of now.")


class AskedShape(serializers.Serializer[Any]):
    """How it stands with the report that was asked for last."""

    team = serializers.CharField()
    state = serializers.ChoiceField(
        ["none", "waiting", "running", "done", "failed"],
        help_text="`none`: nobody has asked lately. `failed`: it was given up; `says` tells more.",
    )
    says = serializers.CharField(
        help_text="Of what failed, one sentence: what, how often it was tried, when, what to do."
    )


class ComparisonQuery(NoQuery):
    then = serializers.IntegerField(min_value=1, max_value=LARGEST, help_text="One report, by id.")
    now = serializers.IntegerField(min_value=1, max_value=LARGEST, help_text="Another one.")


class ComparisonShape(serializers.Serializer[Any]):
    """What two reports say of each signal, and whether that differs by more than noise."""

    then = ComparedReportSchema(help_text="The earlier report.")
    now = ComparedReportSchema(help_text="The later one.")
    other_code = serializers.BooleanField(
        help_text="Whether the rules have changed between them, and not only the team."
    )
    shares_work = serializers.BooleanField(
        help_text="Whether both may rest on some of the same stories: intervals are too wide then."
    )
    signals = DifferenceSchema(many=True)


class TeamReportResource(Listed, Resource):
    """The team's health reports, the newest first if asked so; guests see them a day later."""

    shape = ReportShape
    created_shape = JobShape
    created_status = 202
    takes = ReportInput

    def seen(self, rows: HealthReportQuerySet) -> HealthReportQuerySet:
        return rows.visible_to(self.request.user).filter(team__slug=self.kwargs["team"])

    def must_see_parent(self) -> None:
        self.team()

    def team(self) -> Team:
        return seen_team(self)

    def create(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Ask for a report of now or as of a past day; a worker computes it, unless it is there."""
        return idempotent(request, lambda: self._ask(request))

    @action(detail=False, methods=["get"], url_path="comparison", url_name="comparison")
    @documented(asks=ComparisonQuery, answers=ComparisonShape)
    def comparison(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Put two of them beside each other, signal by signal; `then` is always the earlier one."""
        asked = ComparisonQuery.read(request.query_params)
        pks = {asked[name] for name in ("then", "now") if name in asked}
        team = self.team()
        seen = HealthReport.objects.visible_to(request.user).of(team).without_body()
        reports = list(seen.filter(pk__in=pks))
        if len(reports) < 2:
            raise Http404
        HealthReport.seen_together(*reports, by=request.user)
        return tagged(request, Answer(as_json(Comparison(*reports))))

    @action(detail=False, methods=["get"], url_path="asked", url_name="asked")
    @documented(asks=AskedQuery, answers=AskedShape)
    def asked(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Say how it stands with the report asked for last: waiting, running, done or failed."""
        day = AskedQuery.read(request.query_params).get("day")
        team = self.team()
        job, failure = HealthReport.asked_last(team, day), failed_report(team, day)
        says = ""
        if failure:
            told = failure.told_to(request.user)
            says = f"{told.sentence} {told.advice}"
        state = job.state if job else "none"
        if failure:
            state = "failed"
        return tagged(request, Answer({"team": team.slug, "state": state, "says": says}))

    def _ask(self, request: ApiRequest) -> Answer:
        NoQuery.read(request.query_params)
        asked = taken(self.takes, request.data, None, request)
        team = self.team()
        job = HealthReport.compute_later(team, by=request.user, day=asked.get("day"))
        return accepted(job, team, request)


class ReportResource(Retrieved, Resource):
    """One health report, with its content."""

    shape = WholeReportShape
    related = ("team",)

    def seen(self, rows: HealthReportQuerySet) -> HealthReportQuerySet:
        return rows.visible_to(self.request.user)

    def holder(self) -> Team:
        team: Team = self.row.team
        return team

    def retrieve(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Read the report; that you did is noted, as on the page."""
        answer = super().retrieve(request, **kwargs)
        HealthReport.seen_together(HealthReport(pk=int(kwargs["pk"])), by=request.user)
        return answer

    @verb(takes=ContestInput)
    def contests(self, report: HealthReport, given: dict[str, Any], by: User) -> None:
        """Put a note beside a reading; the number stays as it was computed."""
        reading = get_object_or_404(report.readings, signal=given["signal"])
        reading.contest(given["note"], by=by)


def _what_failed(team: Team, args: dict[str, Any]) -> str:
    return report_in_words(team, date.fromisoformat(args["day"]) if "day" in args else None)


TEAM_WORK["compute_report"] = TeamWork(
    name="report",
    failed=_what_failed,
    result=lambda made: reverse("report-detail", kwargs={"pk": made["report"]}),
)


def register(router: SimpleRouter) -> None:
    router.register(f"teams/(?P<team>{SLUG})/reports", TeamReportResource, "team-report")
    router.register("reports", ReportResource, "report")
    project = f"projects/(?P<project>{PROJECT})"
    router.register(f"{project}/hand-offs/events", HandoffEventResource, "hand-off-event")
    router.register(project, HandoffResource, "hand-off")
    router.register(project, KnowledgeResource, "knowledge")
