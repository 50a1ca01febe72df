from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from projects.admin import OfProjectAdmin
from stories.models import Column, Comment, Story
from web.admin import member_of
from web.read_only_admin import ReadOnlyAdmin

if TYPE_CHECKING:
    from projects.models.project import Project
    from teams.models.user import User


@admin.register(Column)
class ColumnAdmin(OfProjectAdmin):
    list_display = ["name", "project", "category", "wip_limit", "position"]
    search_fields = ["name", "project__key"]
    fields = ["project", "name", "category", "wip_limit"]
    fixed = ("project", "category")

    def write(self, by: User, project: Project, **fields: Any) -> Column:
        return Column.add(project, by=by, **fields)

    def change(self, row: Any, by: User, **fields: Any) -> None:
        row.set_up(by=by, **fields)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def get_deleted_objects(
        self, columns: Sequence[Any] | QuerySet[Any], request: HttpRequest
    ) -> Any:
        filled = Column.objects.filled().filter(pk__in=[column.pk for column in columns])
        protected = [f"“{column}” still holds stories" for column in filled]
        return [str(column) for column in columns], {"columns": len(columns)}, set(), protected

    def delete_model(self, request: HttpRequest, column: Column) -> None:
        column.remove(by=member_of(request))

    def delete_queryset(self, request: HttpRequest, columns: QuerySet[Any]) -> None:
        for column in columns:
            column.remove(by=member_of(request))


@admin.register(Story)
class StoryAdmin(OfProjectAdmin):
    list_display = ["key", "title", "kind", "column", "owner", "sprint", "points", "done_at"]
    list_filter = ["project", "kind", "category", "blocked_kind"]
    list_select_related = ["project", "column", "owner", "sprint"]
    search_fields = ["title", "number", "project__key"]
    autocomplete_fields = ["project", "column", "owner", "sprint", "theme", "hypothesis", "release"]
    fields = [
        "project",
        "title",
        "kind",
        "body",
        "labels",
        "points",
        "time_box_days",
        "owner",
        "theme",
        "hypothesis",
        "release",
        "sprint",
        "column",
    ]

    def write(self, by: User, project: Project, **fields: Any) -> Story:
        return Story.write(project, by=by, **fields)

    def change(self, row: Any, by: User, **fields: Any) -> None:
        """One form, several verbs; those that find nothing new do nothing."""
        row.rename(fields["title"], by=by)
        row.classify(fields["kind"], by=by)
        row.describe(fields["body"], by=by)
        row.label(fields["labels"], by=by)
        row.estimate(points=fields["points"], time_box_days=fields["time_box_days"], by=by)
        row.hand_to(fields["owner"], by=by)
        row.file_under(fields["theme"], by=by)
        row.test(fields["hypothesis"], by=by)
        row.ship_with(fields["release"], by=by)
        row.plan_into(fields["sprint"], by=by)
        row.move_to(fields["column"], by=by)


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    list_display = ["story", "author", "written_at", "internal", "withdrawn_at"]
    list_select_related = ["story__project", "author"]
    list_filter = ["internal"]
