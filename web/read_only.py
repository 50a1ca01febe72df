from web.hardened_admin import HardenedAdmin


class ReadOnlyAdmin(HardenedAdmin):
    """A table to look at."""

    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
