from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from history.models import Event, OldText
from history.models.event import EventQuerySet
from projects.models import (
    Charter,
    FrozenTheme,
    Hypothesis,
    HypothesisAmendment,
    HypothesisLook,
    Project,
    Release,
    Signature,
    Theme,
    UseCase,
)
from projects.models.hypothesis_amendment import WORDS
from projects.of_project_admin import AmendmentAdmin, OfProjectAdmin
from projects.question_admin import QuestionAdmin
from projects.reasons import MOST_REASON
from web.admin import VerbAdmin, VerbForm
from web.generic import TabularInline
from web.read_only_admin import ReadOnlyAdmin

__all__ = ["OfProjectAdmin", "QuestionAdmin"]  # with the others of its module, it registers itself

if TYPE_CHECKING:
    from teams.models.team import Team
    from teams.models.user import User


@admin.register(Project)
class ProjectAdmin(VerbAdmin):
    list_display = ["key", "name", "team", "customer", "state"]
    list_filter = ["state", "team"]
    list_select_related = ["team"]
    search_fields = ["key", "name", "customer"]
    autocomplete_fields = ["team"]
    fields = ["key", "name", "team", "customer", "business_goal", "currency", "state"]
    fixed = ("key", "team")

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj:
            return None
        return ["currency", "state"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj:
            return self.fields
        return self.fields[:-2]

    def write(self, by: User, team: Team, **fields: Any) -> Project:
        return Project.start(team, by=by, **fields)

    def change(self, row: Any, by: User, state: str, currency: str, **fields: Any) -> None:
        row.edit(by=by, **fields)
        row.count_in(currency, by=by)
        row.enter(state, by=by)


@admin.register(UseCase)
class UseCaseAdmin(OfProjectAdmin):
    list_display = ["title", "project", "dropped_at"]
    search_fields = ["title"]
    fields = ["project", "title", "description"]

    def write(self, by: User, project: Project, **fields: Any) -> UseCase:
        return UseCase.distil(project, by=by, **fields)

    def change(self, row: Any, by: User, **fields: Any) -> None:
        row.reword(by=by, **fields)


@admin.register(Theme)
class ThemeAdmin(OfProjectAdmin):
    list_display = ["title", "project", "state", "starts_on", "ends_on"]
    search_fields = ["title"]
    fields = [
        "project",
        "title",
        "description",
        "starts_on",
        "ends_on",
        "use_cases",
        "follows",
        "state",
    ]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj:
            return self.fields
        return self.fields[:-1]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """A theme follows others of its project, and never itself."""
        match = request.resolver_match
        pk = match.kwargs.get("object_id", "") if match else ""
        if db_field.name == "follows" and pk.isdecimal():
            of_project = Theme.objects.filter(project__themes=int(pk)).exclude(pk=pk)
            options["queryset"] = of_project
        return super().formfield_for_manytomany(db_field, request, **options)

    def write(self, by: User, project: Project, **fields: Any) -> Theme:
        return Theme.chart(project, by=by, **fields)

    def change(
        self,
        row: Any,
        by: User,
        title: str,
        description: str,
        starts_on: date,
        ends_on: date,
        use_cases: QuerySet[UseCase],
        follows: QuerySet[Theme],
        state: str,
    ) -> None:
        row.reword(title=title, description=description, by=by)
        row.plan(starts_on=starts_on, ends_on=ends_on, by=by)
        row.serve(use_cases, by=by)
        row.follow(follows, by=by)
        row.enter(state, by=by)


class SignatureInline(TabularInline):
    model = Signature
    extra = 0
    can_delete = False
    readonly_fields = ["user", "discipline", "for_customer", "content_hash", "signed_at"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Charter)
class CharterAdmin(OfProjectAdmin):
    """A new version is added; what was written and signed is only looked at."""

    list_display = ["project", "version", "written_by", "written_at"]
    fields = ["project", "end_point", "success", "starts_on", "ends_on"]
    inlines = [SignatureInline]

    def write(self, by: User, project: Project, **fields: Any) -> Charter:
        return Charter.write(project, by=by, **fields)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        if obj:
            return self.inlines
        return []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class HypothesisForm(VerbForm):
    """A row of the admin's, where one is also called off."""

    withdraw_because = forms.CharField(
        max_length=MOST_REASON,
        required=False,
        help_text="Withdraws it: say why. Left empty, it goes on.",
    )


@admin.register(Hypothesis)
class HypothesisAdmin(OfProjectAdmin):
    """Drafts are written and reworded here, and called off; the test is run from the pages."""

    actions = ["test_again"]
    list_display = ["__str__", "theme", "state", "verdict", "due_on"]
    list_filter = ["state", "verdict", "project"]
    list_select_related = ["theme"]
    autocomplete_fields = ["theme"]
    search_fields = ["prediction"]
    fields = ["theme", *WORDS]
    read = (
        "state",
        "stated_at",
        "due_on",
        "verdict",
        "decision",
        "evidence",
        "by_kill_rule",
        "decided_at",
        "withdrawn_at",
        "withdrawn_because",
        "tests_again",
    )
    fixed = ("theme", *read)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Only what is there and open is called off."""
        if obj is not None and obj.is_open:
            kwargs["form"] = HypothesisForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.fields
        withdrawable = ["withdraw_because"] if obj.is_open else []
        return [*self.fields, *self.read, *withdrawable]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        locked = WORDS if obj and obj.is_locked else ()
        return (*super().get_readonly_fields(request, obj), *locked)

    def write(self, by: User, theme: Theme, **fields: Any) -> Hypothesis:
        return Hypothesis.draft(theme, by=by, **fields)

    def change(self, row: Any, by: User, withdraw_because: str = "", **fields: Any) -> None:
        if fields:
            row.reword(by=by, **fields)
        if withdraw_because:
            row.withdraw(withdraw_because, by=by)

    @admin.action(description="Draft others that test them again", permissions=["change"])
    def test_again(self, request: HttpRequest, rows: QuerySet[Any]) -> None:
        self._to_each(request, rows, lambda row, by: row.test_again(by=by), "Drafted.")


@admin.register(HypothesisAmendment)
class HypothesisAmendmentAdmin(AmendmentAdmin):
    list_display = ["part", "now", "reason", "hypothesis", "amended_at"]
    list_filter = ["part", "hypothesis__project"]
    list_select_related = ["hypothesis"]
    autocomplete_fields = ["hypothesis"]
    fields = ["hypothesis", "part", "now", "reason"]
    of = "hypothesis"


@admin.register(HypothesisLook)
class HypothesisLookAdmin(ReadOnlyAdmin):
    list_display = ["hypothesis", "side", "user", "seen_at"]
    list_filter = ["side", "hypothesis__project"]
    list_select_related = ["hypothesis", "user"]


@admin.register(Release)
class ReleaseAdmin(OfProjectAdmin):
    list_display = ["title", "project", "announced_at", "first_used_on", "withdrawn_at"]
    search_fields = ["title", "project__key"]
    fields = ["project", "title", "first_used_on", "evidence"]
    fixed = ("project", "title")

    def write(self, by: User, project: Project, **fields: Any) -> Release:
        return Release.announce(project, by=by, **fields)

    def change(self, row: Any, by: User, first_used_on: date | None, evidence: str) -> None:
        row.put_to_use(first_used_on, evidence=evidence, by=by)


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ["at", "verb", "actor", "discipline", "role", "project", "story"]
    list_filter = ["project", "verb"]
    list_select_related = ["actor", "project", "story__project"]
    search_fields = ["verb", "project__key"]
    ordering = ["-id"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        assert isinstance(rows, EventQuerySet)
        return rows.told_outside()


@admin.register(OldText)
class OldTextAdmin(ReadOnlyAdmin):
    """What was overwritten, for who keeps the installation; a team's lead strikes out, by page."""

    list_display = ["event", "noun", "row", "field", "struck_at", "struck_by"]
    list_filter = ["noun", "field"]
    list_select_related = ["event", "struck_by"]
    search_fields = ["event__project__key"]
    ordering = ["-event"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).filter(event__in=Event.objects.told_outside())


@admin.register(FrozenTheme)
class FrozenThemeAdmin(ReadOnlyAdmin):
    """How the plan stood when all had signed the charter."""

    list_display = ["title", "charter", "starts_on", "ends_on"]
    list_filter = ["charter__project"]
    list_select_related = ["charter__project"]
