from django.contrib import admin

from notifications.models import Digest
from web.read_only_admin import ReadOnlyAdmin


@admin.register(Digest)
class DigestAdmin(ReadOnlyAdmin):
    """That a report was told by mail. To whom it goes is decided when each mail is sent."""

    list_display = ["team", "sprint", "asked_at"]
    list_select_related = ["team", "sprint"]
    list_filter = ["team"]
    fields = ["team", "sprint", "asked_at"]
