from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import ApiToken
from web.read_only_admin import ReadOnlyAdmin


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    """Tokens are issued by the people they speak for; here they are seen and ended."""

    list_display = [
        "name",
        "prefix",
        "user",
        "scope",
        "team",
        "expires_at",
        "last_used_at",
        "revoked_at",
    ]
    list_select_related = ["user", "team"]
    list_filter = ["scope", ("revoked_at", admin.EmptyFieldListFilter)]
    search_fields = ["name", "prefix", "user__name", "user__email"]
    exclude = ["digest"]
    actions = ["revoke"]

    @admin.action(description="Revoke at once")
    def revoke(self, request: HttpRequest, tokens: QuerySet[Any]) -> None:
        for token in tokens:
            token.revoke()
