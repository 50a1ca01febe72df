"""Deployments in the admin panel: planned, replanned, started and taken live by the verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from projects.question_admin import ShownAdmin
from solutions.models import Deployment
from solutions.models.deployment import PLAN

if TYPE_CHECKING:
    from teams.models.user import User

READ = (
    "state",
    "started_at",
    "live_at",
    "ended_at",
    "reason",
    "gate",
    "fit_lacked",
    "trial_lacked",
    "waiver",
    "words_hash",
    "fit_hash",
    "is_reported",
    "is_imported",
)


@admin.register(Deployment)
class DeploymentAdmin(ShownAdmin):
    """Waiving the gate stays with leads who have a seat in the team, on the deployment's page."""

    list_display = ["version", "solution", "environment", "state", "gate", "live_at"]
    list_filter = ["environment", "state", "gate", "project"]
    list_select_related = ["solution", "project"]
    autocomplete_fields = ["solution", "fixes", "release"]
    search_fields = ["version", "reference"]
    fields = ["solution", *PLAN, "customer", "release"]
    fixed = ("solution",)
    readonly_fields = READ
    actions = ["start", "go_live"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.fields, *self.readonly_fields] if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """What was planned stays once it has begun."""
        fixed = super().get_readonly_fields(request, obj)
        if obj is None or obj.state == Deployment.State.PLANNED:
            return fixed
        return (*fixed, *PLAN)

    def write(self, by: User, **fields: Any) -> Deployment:
        return Deployment.plan(fields.pop("solution"), by=by, **fields)

    def change(self, row: Deployment, by: User, **fields: Any) -> None:
        if "customer" in fields:
            row.note_customer(fields.pop("customer"), by=by)
        if "release" in fields:
            row.carry(fields.pop("release"), by=by)
        if fields:
            row.replan(**fields, by=by)

    @admin.action(description="Start them", permissions=["change"])
    def start(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        rows = rows.select_related("solution__project__team")
        self._to_each(request, rows, lambda row, by: row.start(by=by), "They have started.")

    @admin.action(description="They are live", permissions=["change"])
    def go_live(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        rows = rows.select_related("solution__project__team")
        self._to_each(request, rows, lambda row, by: row.go_live(by=by), "They are live.")
