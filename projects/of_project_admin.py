from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from base.refusals import Refused
from web.admin import VerbAdmin, member_of
from web.refusals import with_links

if TYPE_CHECKING:
    from teams.models.user import User


class OfProjectAdmin(VerbAdmin):
    """Rows of one project, which is chosen once."""

    list_select_related = ["project"]
    list_filter = ["project"]
    autocomplete_fields = ["project"]
    fixed: tuple[str, ...] = ("project",)

    def _to_each(
        self,
        request: HttpRequest,
        rows: QuerySet[Any],
        act: Callable[[Any, User], None],
        done: str,
    ) -> None:
        """Do it to all that are ticked, or to none of them."""
        try:
            with transaction.atomic():
                for row in rows.select_related("project__team"):
                    act(row, member_of(request))
        except Refused as refused:
            messages.error(request, with_links(refused))
        else:
            messages.success(request, done)


class AmendmentAdmin(VerbAdmin):
    """Amendments stand beside what was locked; they are added, and then only looked at."""

    search_fields = ["now", "reason"]
    of: str  # the field that names what is amended

    def write(self, by: User, **fields: Any) -> Any:
        return fields.pop(self.of).amend(**fields, by=by)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
