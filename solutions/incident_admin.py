"""Incidents in the admin panel: reported, described and restored by the verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from projects.question_admin import ShownAdmin
from solutions.models import Deployment, Incident, IncidentStory
from solutions.models.incident import TOLD
from web.admin import ReadOnlyAdmin

if TYPE_CHECKING:
    from teams.models.user import User


@admin.register(Incident)
class IncidentAdmin(ShownAdmin):
    list_display = ["kind", "severity", "deployment", "began_at", "restored_at", "shared_at"]
    list_filter = ["kind", "severity", "project"]
    list_select_related = ["deployment", "project"]
    autocomplete_fields = ["solution", "deployment"]
    search_fields = ["happened", "changed"]
    fields = ["solution", "deployment", *TOLD]
    fixed = ("solution",)
    readonly_fields = ["restored_at", "shared_at"]
    actions = ["restore", "show", "make_internal"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.fields, *self.readonly_fields] if obj else self.fields

    def write(self, by: User, **fields: Any) -> Incident:
        return Incident.report(fields.pop("solution"), by=by, **fields)

    def change(self, row: Incident, by: User, deployment: Deployment, **fields: Any) -> None:
        row.move_to(deployment, by=by)
        row.describe(**fields, by=by)

    @admin.action(description="They are over", permissions=["change"])
    def restore(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self._to_each(request, rows, lambda row, by: row.restore(by=by), "They are over.")


@admin.register(IncidentStory)
class IncidentStoryAdmin(ReadOnlyAdmin):
    list_display = ["story", "incident"]
    list_filter = ["incident__project"]
    list_select_related = ["incident", "story__project"]
