from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from base.refusals import Refused
from projects.admin import OfProjectAdmin
from sprints.models import (
    Action,
    Commitment,
    CommittedStory,
    Retrospective,
    Sprint,
    Standup,
)
from web.admin import member_of
from web.generic import TabularInline
from web.read_only_admin import ReadOnlyAdmin
from web.refusals import with_links

if TYPE_CHECKING:
    from projects.models.project import Project
    from teams.models.user import User


@admin.register(Sprint)
class SprintAdmin(OfProjectAdmin):
    list_display = ["__str__", "project", "starts_on", "ends_on", "state", "goal"]
    list_filter = ["state", "project"]
    search_fields = ["goal", "project__key"]
    fields = ["project", "goal", "starts_on", "ends_on"]
    actions = ["kick_off", "close"]

    def write(self, by: User, project: Project, **fields: Any) -> Sprint:
        return Sprint.plan(project, by=by, **fields)

    def change(self, row: Any, by: User, **fields: Any) -> None:
        row.replan(by=by, **fields)

    @admin.action(description="Kick off: freeze the commitment")
    def kick_off(self, request: HttpRequest, sprints: QuerySet[Any]) -> None:
        self._each(request, sprints, Sprint.kick_off, "kicked off")

    @admin.action(description="Close: unfinished stories go back to the backlog")
    def close(self, request: HttpRequest, sprints: QuerySet[Any]) -> None:
        self._each(request, sprints, Sprint.close, "closed")

    def _each(
        self, request: HttpRequest, sprints: QuerySet[Any], verb: Callable[..., None], told: str
    ) -> None:
        for sprint in sprints:
            try:
                verb(sprint, by=member_of(request))
                messages.success(request, f"{sprint} of {sprint.project.key} is {told}.")
            except Refused as refused:
                messages.error(request, with_links(refused))


class CommittedStoryInline(TabularInline):
    model = CommittedStory
    extra = 0
    can_delete = False
    readonly_fields = ["story", "points", "kind"]


@admin.register(Commitment)
class CommitmentAdmin(ReadOnlyAdmin):
    list_display = ["sprint", "project", "frozen_at", "reason"]
    list_select_related = ["sprint__project"]
    inlines = [CommittedStoryInline]

    @admin.display(ordering="sprint__project__key")
    def project(self, commitment: Commitment) -> str:
        return commitment.sprint.project.key


@admin.register(Standup)
class StandupAdmin(ReadOnlyAdmin):
    list_display = ["day", "project", "sprint", "started_at", "ended_at", "present"]
    list_select_related = ["project", "sprint"]
    list_filter = ["project"]


class ActionInline(TabularInline):
    model = Action
    extra = 0
    can_delete = False
    readonly_fields = ["title", "owner", "due", "outcome", "evidence"]
    fields = [*readonly_fields]


@admin.register(Retrospective)
class RetrospectiveAdmin(ReadOnlyAdmin):
    list_display = ["sprint", "project", "held_at"]
    list_select_related = ["sprint", "project"]
    list_filter = ["project"]
    inlines = [ActionInline]
