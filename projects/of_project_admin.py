from web.admin import VerbAdmin


class OfProjectAdmin(VerbAdmin):
    """Rows of one project, which is chosen once."""

    list_select_related = ["project"]
    list_filter = ["project"]
    autocomplete_fields = ["project"]
    fixed: tuple[str, ...] = ("project",)
