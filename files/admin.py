from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from base.refusals import Refused
from files.models import Attachment
from web.admin import member_of
from web.read_only_admin import ReadOnlyAdmin

if TYPE_CHECKING:
    from collections.abc import Callable

    from teams.models.user import User


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    """Files are attached on pages; here they are looked at, deleted and restored by the verbs."""

    list_display = ["name", "project", "host_kind", "size", "content_type", "added_by", "added_at"]
    list_display += ["checked_at", "deleted_at", "purged_at"]
    list_select_related = ["project", "added_by"]
    list_filter = ["project", "host_kind"]
    search_fields = ["name", "sha256"]
    actions = ["remove", "restore"]

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """For the actions alone: the form of one shows it, and takes nothing."""
        return obj is None and request.user.is_superuser

    @admin.action(description="Delete, to be restored for 30 days", permissions=["change"])
    def remove(self, request: HttpRequest, rows: QuerySet[Attachment]) -> None:
        self._each(request, rows, lambda row, by: row.remove(by=by), "Deleted.")

    @admin.action(description="Restore", permissions=["change"])
    def restore(self, request: HttpRequest, rows: QuerySet[Attachment]) -> None:
        self._each(request, rows, lambda row, by: row.restore(by=by), "Restored.")

    def _each(
        self,
        request: HttpRequest,
        rows: QuerySet[Attachment],
        act: Callable[[Attachment, User], None],
        done: str,
    ) -> None:
        """Do it to all that are ticked, or to none of them."""
        try:
            with transaction.atomic():
                for row in rows.select_related("project__team"):
                    act(row, member_of(request))
        except Refused as refused:
            messages.error(request, refused.sentence)
        else:
            messages.success(request, done)
