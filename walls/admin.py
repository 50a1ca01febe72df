"""Walls in the admin panel: put up, revealed and shown by the verbs; nothing sealed is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from projects.question_admin import ShownAdmin
from walls.models import Note, NoteArrow, NoteGroup, Wall
from walls.refusals import WallBelongsToOne
from web.admin import ReadOnlyAdmin

if TYPE_CHECKING:
    from teams.models.user import User

HOSTS = ("use_case", "theme", "sprint")


@admin.register(Wall)
class WallAdmin(ShownAdmin):
    """A wall is put up here for one thing; then it is only looked at, and goes on by its verbs."""

    list_display = ["title", "project", "state", "is_anonymous", "revealed_at", "shared_at"]
    list_filter = ["state", "is_anonymous", "project"]
    autocomplete_fields = [*HOSTS]
    search_fields = ["title"]
    fields = [*HOSTS, "title", "is_anonymous", "dots"]
    fixed = (*HOSTS, "title", "is_anonymous", "dots")
    readonly_fields = ["state", "opened_at", "revealed_at", "shared_at"]
    actions = ["reveal", "show", "make_internal"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj:
            return [*self.fields, *self.readonly_fields]
        return self.fields

    def write(self, by: User, **fields: Any) -> Wall:
        named = [fields.pop(name) for name in HOSTS]
        hosts = [row for row in named if row is not None]
        if len(hosts) != 1:
            raise WallBelongsToOne("Name one use case, one theme or one sprint.", "use_case")
        return Wall.open_for(hosts[0], by=by, **fields)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    @admin.action(description="Open all notes", permissions=["change"])
    def reveal(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self._to_each(request, rows, lambda row, by: row.reveal(by=by), "The notes are open now.")


@admin.register(Note)
class NoteAdmin(ReadOnlyAdmin):
    """Notes since the reveal."""

    list_display = ["words", "wall", "group", "author"]
    list_filter = ["wall__project"]
    list_select_related = ["wall", "group", "author"]
    search_fields = ["words"]


@admin.register(NoteGroup)
class NoteGroupAdmin(ReadOnlyAdmin):
    list_display = ["pk", "name", "wall", "prompt", "dots"]
    list_filter = ["wall__project"]
    list_select_related = ["wall", "prompt"]
    search_fields = ["name"]


@admin.register(NoteArrow)
class NoteArrowAdmin(ReadOnlyAdmin):
    list_display = ["source", "target", "label", "wall"]
    list_filter = ["wall__project"]
    list_select_related = ["source", "target", "wall"]
    search_fields = ["label"]
