"""Forecasts over the API: what was frozen with what came of it, and what can be said today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.decorators import action

from base import clock
from forecasts.as_json import as_json
from forecasts.calibration import CalibrationShape, calibration
from forecasts.failure import FORECASTS, failed_forecasts
from forecasts.forecast_schema import (
    AnswerSchema,
    CommitmentForecastSchema,
    ForecastInputsSchema,
    ForecastQuestionSchema,
    HeldByHorizonSchema,
    InSprintSchema,
    RecalibrationSchema,
    SummarySchema,
    TargetSchema,
    WeekSchema,
)
from forecasts.inputs import ForecastInputs
from forecasts.models import Forecast, ForecastOutcome
from forecasts.project_forecast import ProjectForecast
from forecasts.question import MOST_STORIES, Question
from forecasts.scoring import Scored
from projects.api.base import PROJECT, OfProjectResource
from projects.models import Project
from web.api.answers import Answer, tagged
from web.api.computed import answer_computed
from web.api.documented import documented
from web.api.idempotency import idempotent
from web.api.inputs import Nothing, taken
from web.api.query import ListQuery, NoQuery
from web.api.shape import Shape, made

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter

    from forecasts.models.forecast import ForecastQuerySet
    from web.requests import ApiRequest

FIELDS = (
    "value",
    "voided",
    "note",
    "held_50",
    "held_85",
    "held_95",
    "crps",
    "rival_crps",
    "pit",
    "brier",
)


def outcome() -> Subquery:
    rows = ForecastOutcome.objects.filter(forecast=OuterRef("pk")).order_by()
    return Subquery(rows.values(json=JSONObject(**{name: name for name in FIELDS})))


class OutcomeShape(serializers.Serializer[Any]):
    """What came, and how good that made the forecast."""

    value = serializers.FloatField(allow_null=True, help_text="Stories, days, or 1 for yes.")
    voided = serializers.BooleanField(help_text="What it spoke of was given up.")
    note = serializers.CharField()
    held_50 = serializers.BooleanField(allow_null=True)
    held_85 = serializers.BooleanField(allow_null=True)
    held_95 = serializers.BooleanField(allow_null=True)
    crps = serializers.FloatField(allow_null=True)
    rival_crps = serializers.FloatField(
        allow_null=True, help_text="Of the common bootstrap of twelve weeks."
    )
    pit = serializers.FloatField(allow_null=True)
    brier = serializers.FloatField(allow_null=True)


class ForecastShape(Shape):
    """What was said, when, and from what; it never changes."""

    model = Forecast
    annotations = {"outcome_row": outcome()}
    id = serializers.IntegerField()
    project = serializers.CharField(source="project.key")
    kind = serializers.ChoiceField(
        Forecast.Kind.choices,
        help_text="`sprint_count` is of all that the project finishes by the sprint's end, be it "
        "in the sprint or not.",
    )
    sprint = serializers.IntegerField(source="sprint.number", allow_null=True)
    theme = serializers.IntegerField(source="theme.id", allow_null=True)
    issued_at = serializers.DateTimeField()
    issued_on = serializers.DateField(help_text="Knows what was done before this day.")
    days = serializers.IntegerField(help_text="Of a count: how many it reaches; else 0.")
    due_on = serializers.DateField(help_text="The first day on which its outcome is known.")
    inputs_sha256 = serializers.CharField()
    code_version = serializers.CharField()
    seed = serializers.IntegerField()
    summary = SummarySchema()
    outcome = made(OutcomeShape(allow_null=True), "outcome_row", by=lambda row: row)


class WholeForecastShape(ForecastShape):
    """A forecast with all that it was made from."""

    inputs = ForecastInputsSchema()
    recalibration = RecalibrationSchema()


class ForecastQuery(ListQuery):
    kind = serializers.ChoiceField(Forecast.Kind.choices)
    resolved = serializers.BooleanField(help_text="Whether its outcome is known.")

    @staticmethod
    def with_resolved(rows: ForecastQuerySet, value: bool) -> ForecastQuerySet:
        return rows.resolved() if value else rows.waiting()


class ProjectForecastQuery(NoQuery):
    """What is asked; nothing of it is saved."""

    by = serializers.DateField(help_text="How many by the evening of that day? In two weeks, else.")
    top = serializers.IntegerField(
        min_value=1, max_value=MOST_STORIES, help_text="When are so many of the backlog done?"
    )
    down_to = serializers.IntegerField(
        min_value=1, max_value=10**9 - 1, help_text="Likewise down to the story of this number."
    )
    scope = serializers.IntegerField(
        min_value=-MOST_STORIES, max_value=MOST_STORIES, help_text="What if: stories more or fewer."
    )
    away = serializers.IntegerField(
        min_value=0, max_value=100, help_text="What if: people away all the time."
    )


class ProjectForecastShape(serializers.Serializer[Any]):
    """What can be said of the project today: how many by then, and when."""

    project = serializers.CharField()
    today = serializers.DateField()
    asked = ForecastQuestionSchema()
    sentence = serializers.CharField()
    count = AnswerSchema(help_text="How many by then, or `why_not`.")
    weeks = WeekSchema(many=True, help_text="How many by the end of each week ahead.")
    targets = TargetSchema(
        many=True, help_text="When the sprint, the cut, themes and all are done."
    )
    in_sprint = InSprintSchema(
        allow_null=True,
        help_text="Null without one; a blocked story's chance assumes that it goes on.",
    )
    commitment = CommitmentForecastSchema(
        allow_null=True, help_text="Of the planned sprint; null without one."
    )
    data_quality = serializers.ListField(
        child=serializers.CharField(), help_text="What of the past isn't learned from, and why."
    )
    calibration = HeldByHorizonSchema(many=True)


class ForecastFailureShape(serializers.Serializer[Any]):
    """Work on forecasts that was given up."""

    kind = serializers.ChoiceField(list(FORECASTS))
    sentence = serializers.CharField(help_text="What it is, how often it was tried, and when.")
    advice = serializers.CharField(help_text="What you can do.")


class ForecastFailuresShape(serializers.Serializer[Any]):
    """What of a project's forecasts was given up; nothing, most often."""

    project = serializers.CharField()
    failures = ForecastFailureShape(many=True)


class ForecastResource(OfProjectResource):
    """Frozen forecasts of the project, with their outcomes where they are known."""

    query = ForecastQuery
    shape: type[Shape] = ForecastShape

    @documented(answers=WholeForecastShape)
    def retrieve(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        self.shape = WholeForecastShape
        return super().retrieve(request, **kwargs)

    @action(detail=False, methods=["get"], url_path="what-if", url_name="what-if")
    @documented(
        asks=ProjectForecastQuery,
        answers=ProjectForecastShape,
        refuses={409: "What is asked can't be forecast as things stand."},
    )
    def what_if(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Say what can be said today, as it is or as it would be; nothing is saved."""
        question = Question(**ProjectForecastQuery.read(request.query_params))
        seen = Project.objects.visible_to(request.user).values("pk")
        projects = ForecastInputs.projects().filter(pk__in=seen)
        project = get_object_or_404(projects, key=self.kwargs["project"].upper())
        inputs = ForecastInputs.of(project, clock.today())
        question.must_fit(inputs)
        return tagged(request, Answer(as_json(ProjectForecast(inputs, question))))

    @action(detail=False, methods=["get"], url_path="calibration", url_name="calibration")
    @documented(answers=CalibrationShape)
    def calibration(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Say how well past forecasts held: hits against promises, skill, where outcomes fell."""
        return answer_computed(request, CalibrationShape, lambda asked: self._calibration())

    @action(detail=False, methods=["get"], url_path="failures", url_name="failures")
    @documented(answers=ForecastFailuresShape)
    def failures(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Say which forecasts were given up after some tries, and what can be done."""
        return answer_computed(request, ForecastFailuresShape, lambda asked: self._failures())

    @action(detail=False, methods=["post"], url_path="retries", url_name="retries")
    def retries(self, request: ApiRequest, **kwargs: str) -> HttpResponse:
        """Let a worker try again what was given up; where nothing was, nothing is done."""
        return idempotent(request, lambda: self._retry(request))

    vars(retries).update(takes=Nothing, gives=None, ends=False, answers=ForecastFailuresShape)

    def _retry(self, request: ApiRequest) -> HttpResponse:
        NoQuery.read(request.query_params)
        taken(Nothing, request.data, None, request)
        project = self.seen_project()
        for failure in failed_forecasts(project):
            failure.try_again(by=request.user)
        return tagged(request, Answer(self._failures()))

    def _failures(self) -> dict[str, Any]:
        project = self.seen_project()
        failures = []
        for failure in failed_forecasts(project):
            told = failure.told_to(self.request.user)
            failures.append(
                {"kind": failure.job.kind, "sentence": told.sentence, "advice": told.advice}
            )
        return {"project": project.key, "failures": failures}

    def _calibration(self) -> dict[str, Any]:
        seen = Project.objects.visible_to(self.request.user).select_related("track_record")
        project = get_object_or_404(seen, key=self.kwargs["project"].upper())
        return calibration(project.key, Scored.of(project))


def register(router: SimpleRouter) -> None:
    router.register(f"projects/(?P<project>{PROJECT})/forecasts", ForecastResource, "forecast")
