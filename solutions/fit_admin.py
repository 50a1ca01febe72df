"""Fits in the admin panel: begun, asked more and shown by the verbs, judged by nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from projects.question_admin import ShownAdmin
from solutions.models import (
    Entry,
    FitChecklist,
    FitItem,
    FitReview,
    FitSignature,
    FitStory,
    Solution,
)
from solutions.refusals import FitItemWithoutWords
from web.admin import ReadOnlyAdmin, VerbAdmin

if TYPE_CHECKING:
    from teams.models.team import Team
    from teams.models.user import User

COST = ("run_cost_low", "run_cost_high")


@admin.register(FitReview)
class FitReviewAdmin(ShownAdmin):
    """An admin speaks for no discipline, so verdicts and signatures are only looked at."""

    list_display = ["solution", "number", "is_current", "begun_at", "shared_at"]
    list_filter = ["is_current", "project"]
    list_select_related = ["solution", "project"]
    autocomplete_fields = ["solution"]
    search_fields = ["solution__name"]
    fields = ["solution", *COST]
    fixed = ("solution",)
    readonly_fields = ["number", "is_current", "begun_at", "fit_hash", "shared_at"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*self.fields, *self.readonly_fields] if obj else ["solution"]

    def write(self, by: User, solution: Solution) -> FitReview:
        return FitReview.begin(solution, by=by)

    def change(self, row: FitReview, by: User, **fields: Any) -> None:
        row.estimate_run_cost(**fields, by=by)


@admin.register(FitItem)
class FitItemAdmin(VerbAdmin):
    """More is asked of a round; what is asked stays as it is."""

    list_display = ["text", "review", "science_verdict", "engineering_verdict"]
    list_filter = ["science_verdict", "engineering_verdict", "review__project"]
    list_select_related = ["review__solution"]
    autocomplete_fields = ["review"]
    search_fields = ["text"]
    fields = ["review", "text"]

    def write(self, by: User, review: FitReview, text: str) -> FitItem:
        return review.ask(text, by=by)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(FitSignature)
class FitSignatureAdmin(ReadOnlyAdmin):
    list_display = ["review", "side", "user", "signed_at"]
    list_filter = ["side", "review__project"]
    list_select_related = ["review__solution", "user"]
    search_fields = ["review__solution__name"]


@admin.register(FitStory)
class FitStoryAdmin(ReadOnlyAdmin):
    list_display = ["story", "item"]
    list_filter = ["item__review__project"]
    list_select_related = ["item", "story__project"]
    search_fields = ["item__text"]


@admin.register(FitChecklist)
class FitChecklistAdmin(VerbAdmin):
    """A team's items as lists of four; a lead who is in the team writes them."""

    list_display = ["team"]
    list_select_related = ["team"]
    autocomplete_fields = ["team"]
    search_fields = ["team__name"]
    fields = ["team", "entries"]
    fixed = ("team",)

    def write(self, by: User, team: Team, entries: Any) -> FitChecklist:
        return FitChecklist.write(team, _entries(entries), by=by)

    def change(self, row: FitChecklist, by: User, entries: Any) -> None:
        FitChecklist.write(row.team, _entries(entries), by=by)


def _entries(told: Any) -> list[Entry]:
    """Read what was typed as JSON; whatever isn't a list of fours is refused beside it."""
    entries = []
    for one in told if isinstance(told, list) else [None]:
        match one:
            case [str(text), str(otherwise), bool(in_reports), str(asks)]:
                entries.append(Entry(text, otherwise, in_reports, asks))
            case _:
                raise FitItemWithoutWords(
                    'Write a list of lists, such as [["Latency?", "", true, ""]].', "entries"
                )
    return entries
