from django.contrib import admin

from pulse.models import Wave
from web.read_only_admin import ReadOnlyAdmin


@admin.register(Wave)
class WaveAdmin(ReadOnlyAdmin):
    """That a team was asked. What it answered is the team's, in its report."""

    list_display = ("team", "kind", "opened_at", "closes_at", "invited")
    list_select_related = ["team"]
    fields = ("team", "kind", "opened_at", "closes_at", "invited")
