from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

from web.hardened_admin import HardenedAdmin

if TYPE_CHECKING:
    from django.db import models


class ReadOnlyAdmin(HardenedAdmin):
    """A table to look at."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
