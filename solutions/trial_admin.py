"""Trials in the admin panel: drafted, redesigned, started and confirmed by the verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from projects.of_project_admin import AmendmentAdmin
from projects.question_admin import ShownAdmin
from solutions.models import (
    Trial,
    TrialAmendment,
    TrialConfirmation,
    TrialGuardrail,
    TrialObservation,
    TrialStory,
)
from solutions.models.trial_design import DESIGN
from web.admin import ReadOnlyAdmin, VerbAdmin

if TYPE_CHECKING:
    from teams.models.user import User

READ = (
    "state",
    "started_at",
    "words_hash",
    "waiver",
    "verdict",
    "learned",
    "decided_at",
    "decided_for",
    "read_early",
    "stopping_guardrail",
    "withdrawn_because",
    "shared_at",
)


@admin.register(Trial)
class TrialAdmin(ShownAdmin):
    """Waiving the gate stays with leads who have a seat in the team, on the trial's page."""

    list_display = ["name", "solution", "environment", "state", "verdict", "shared_at"]
    list_filter = ["environment", "state", "verdict", "project"]
    list_select_related = ["solution", "project"]
    autocomplete_fields = ["solution", "runners"]
    search_fields = ["name", "metric"]
    fields = ["solution", *DESIGN, "runners"]
    fixed = ("solution",)
    readonly_fields = READ
    actions = ["start", "confirm", "show", "make_internal"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.fields, *self.readonly_fields] if obj else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The design is locked by the start, who runs it when it is over."""
        fixed = super().get_readonly_fields(request, obj)
        if obj is None or obj.state == Trial.State.DRAFTED:
            return fixed
        return (*fixed, *DESIGN, *(("runners",) if obj.is_over else ()))

    def write(self, by: User, **fields: Any) -> Trial:
        return Trial.draft(fields.pop("solution"), by=by, **fields)

    def change(self, row: Trial, by: User, **fields: Any) -> None:
        if "runners" in fields:
            row.name_runners(fields.pop("runners"), by=by)
        if fields:
            row.redesign(**fields, by=by)

    @admin.action(description="Start them: lock their designs", permissions=["change"])
    def start(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        rows = rows.select_related("solution__project__team")
        self._to_each(request, rows, lambda row, by: row.start(by=by), "They run.")

    @admin.action(description="Confirm their verdicts", permissions=["change"])
    def confirm(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self._to_each(request, rows, lambda row, by: row.confirm(by=by), "Confirmed.")


class OfTrialAdmin(ReadOnlyAdmin):
    list_filter = ["trial__project"]
    list_select_related = ["trial"]


@admin.register(TrialGuardrail)
class TrialGuardrailAdmin(VerbAdmin):
    """Put on drafts, and then only looked at."""

    list_display = ["what", "limit", "trial"]
    list_filter = ["trial__project"]
    list_select_related = ["trial"]
    autocomplete_fields = ["trial"]
    search_fields = ["what"]
    fields = ["trial", "what", "limit"]

    def write(self, by: User, trial: Trial, what: str, limit: str) -> TrialGuardrail:
        return trial.guard(what, limit, by=by)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(TrialAmendment)
class TrialAmendmentAdmin(AmendmentAdmin):
    list_display = ["part", "now", "reason", "trial", "amended_at"]
    list_filter = ["part", "trial__project"]
    list_select_related = ["trial"]
    autocomplete_fields = ["trial"]
    fields = ["trial", "part", "now", "reason"]
    of = "trial"


@admin.register(TrialObservation)
class TrialObservationAdmin(VerbAdmin):
    """What was seen is noted, and then only looked at."""

    list_display = ["seen_on", "words", "value", "trial"]
    list_filter = ["trial__project"]
    list_select_related = ["trial"]
    autocomplete_fields = ["trial"]
    search_fields = ["words"]
    fields = ["trial", "seen_on", "words", "value"]

    def write(self, by: User, trial: Trial, **fields: Any) -> TrialObservation:
        return trial.observe(**fields, by=by)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(TrialConfirmation)
class TrialConfirmationAdmin(OfTrialAdmin):
    list_display = ["trial", "side", "user", "confirmed_at"]
    list_select_related = ["trial", "user"]


@admin.register(TrialStory)
class TrialStoryAdmin(OfTrialAdmin):
    list_display = ["story", "trial"]
    list_select_related = ["trial", "story__project"]
