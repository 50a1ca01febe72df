from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from web.admin import VerbAdmin

if TYPE_CHECKING:
    from teams.models.user import User


class OfProjectAdmin(VerbAdmin):
    """Rows of one project, which is chosen once."""

    list_select_related = ["project"]
    list_filter = ["project"]
    autocomplete_fields = ["project"]
    fixed: tuple[str, ...] = ("project",)


class AmendmentAdmin(VerbAdmin):
    """Amendments stand beside what was locked; they are added, and then only looked at."""

    search_fields = ["now", "reason"]
    of: str  # the field that names what is amended

    def write(self, by: User, **fields: Any) -> Any:
        return fields.pop(self.of).amend(**fields, by=by)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
