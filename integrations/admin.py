from django.contrib import admin

from integrations.models import ImportedRow
from web.read_only_admin import ReadOnlyAdmin


@admin.register(ImportedRow)
class ImportedRowAdmin(ReadOnlyAdmin):
    """Which of our rows came from where."""

    list_display = ["external_key", "external_id", "source", "project", "imported_at"]
    list_select_related = ["project"]
    list_filter = ["source", "project"]
    search_fields = ["external_key", "external_id"]
