from django.contrib import admin

from facts.models import FactIncident
from web.read_only_admin import ReadOnlyAdmin


@admin.register(FactIncident)
class FactIncidentAdmin(ReadOnlyAdmin):
    """Facts that differed from their events when the nightly sample was told anew."""

    list_display = ["project", "stories", "found_at"]
    list_select_related = ["project"]
