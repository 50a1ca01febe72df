from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from briefs.models import KeptBrief
from projects.of_project_admin import OfProjectAdmin

if TYPE_CHECKING:
    from projects.models import Project
    from teams.models.user import User


@admin.register(KeptBrief)
class KeptBriefAdmin(OfProjectAdmin):
    """A report is kept here as it stands, and then only looked at."""

    list_display = ["project", "kept_at", "kept_by"]
    list_select_related = ["project", "kept_by"]
    fields = ["project"]
    readonly_fields = ["kept_at", "kept_by"]

    def write(self, by: User, project: Project) -> KeptBrief:
        return KeptBrief.keep(project, by=by)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.fields, *self.readonly_fields] if obj else self.fields

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
