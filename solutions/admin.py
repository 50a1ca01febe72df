"""Solutions in the admin panel: sketched, described, kept and shown by the verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

import solutions.trial_admin  # noqa: F401  registers trials
from projects.question_admin import ShownAdmin
from solutions import deployment_admin, fit_admin, incident_admin  # noqa: F401  register what they hold
from solutions.models import Look, Solution, SolutionLink, SolutionStory
from solutions.models.kept import KEEPERS
from solutions.models.worded import SERVED, WORDS
from web.admin import ReadOnlyAdmin

if TYPE_CHECKING:
    from teams.models.user import User


@admin.register(Solution)
class SolutionAdmin(ShownAdmin):
    """Dropping and retiring stay with leads who have a seat in the team."""

    list_display = ["name", "project", "kind", "ended_as", "sketched_at", "shared_at"]
    list_filter = ["kind", "ended_as", "project"]
    autocomplete_fields = ["project", *KEEPERS]
    search_fields = ["name", "does"]
    fields = ["project", "name", *WORDS, *SERVED, *KEEPERS]
    readonly_fields = ["ended_as", "ended_at", "learned", "words_hash", "shared_at"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj:
            return [*self.fields, *self.readonly_fields]
        return self.fields

    def write(self, by: User, **fields: Any) -> Solution:
        return Solution.sketch(fields.pop("project"), by=by, **fields)

    def change(self, row: Solution, by: User, name: str, **fields: Any) -> None:
        row.rename(name, by=by)
        row.describe(**{word: fields[word] for word in WORDS}, by=by)
        row.serve(**{word: fields[word] for word in SERVED}, by=by)
        row.name_keepers(**{word: fields[word] for word in KEEPERS}, by=by)


class OfSolutionAdmin(ReadOnlyAdmin):
    list_filter = ["solution__project"]


@admin.register(SolutionLink)
class SolutionLinkAdmin(OfSolutionAdmin):
    list_display = ["label", "address", "solution"]
    list_select_related = ["solution"]
    search_fields = ["label", "address"]


@admin.register(SolutionStory)
class SolutionStoryAdmin(OfSolutionAdmin):
    list_display = ["story", "solution"]
    list_select_related = ["solution", "story__project"]


@admin.register(Look)
class LookAdmin(OfSolutionAdmin):
    list_display = ["solution", "side", "user", "seen_at"]
    list_select_related = ["solution", "user"]
