"""Deployments in the admin panel: planned, replanned, started and taken live by the verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from projects.question_admin import ShownAdmin
from solutions.models import Deployment, DeploymentStory, KeeperAnswer, Settlement
from solutions.models.deployment import PLAN
from web.admin import ReadOnlyAdmin

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
    autocomplete_fields = ["solution", "fixes", "attended_by", "release"]
    search_fields = ["version", "reference"]
    fields = ["solution", *PLAN, "customer", "attended_by", "release"]
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

    def write(
        self, by: User, attended_by: QuerySet[User] | None = None, **fields: Any
    ) -> Deployment:
        row = Deployment.plan(fields.pop("solution"), by=by, **fields)
        if attended_by:
            row.note_customer(row.customer, attended_by, by=by)
        return row

    def change(self, row: Deployment, by: User, **fields: Any) -> None:
        if "customer" in fields:
            row.note_customer(fields.pop("customer"), fields.pop("attended_by"), by=by)
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


class OfDeploymentAdmin(ReadOnlyAdmin):
    list_filter = ["deployment__project"]


@admin.register(DeploymentStory)
class DeploymentStoryAdmin(OfDeploymentAdmin):
    list_display = ["story", "deployment"]
    list_select_related = ["deployment", "story__project"]


@admin.register(Settlement)
class SettlementAdmin(OfDeploymentAdmin):
    """In the order of time: no list is ordered by what is left."""

    list_display = ["deployment", "round", "how", "number", "version", "settled_at"]
    list_filter = ["how", "deployment__project"]
    list_select_related = ["deployment"]
    sortable_by = ["deployment", "settled_at"]


@admin.register(KeeperAnswer)
class KeeperAnswerAdmin(OfDeploymentAdmin):
    list_display = ["deployment", "side", "user", "has_told", "said_at"]
    list_select_related = ["deployment", "user"]
