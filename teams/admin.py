from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.auth import admin as auth_admin
from django.contrib.auth import forms as auth_forms
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from base.refusals import Refused
from teams.models import Absence, Membership, Team, User
from teams.models.membership import MembershipQuerySet
from web.admin import KeepingForm, VerbAdmin, member_of
from web.hardened_admin import HardenedAdmin
from web.refusals import with_links

admin.site.site_header = "Twopizza · set-up"
admin.site.site_title = "Twopizza set-up"
admin.site.index_title = "Set up people, teams and projects"
if TYPE_CHECKING:  # they say of what they are to mypy alone
    AdminUserCreationForm = auth_forms.AdminUserCreationForm[User]
    UserChangeForm = auth_forms.UserChangeForm[User]
    UserAdmin = auth_admin.UserAdmin[User]
else:
    AdminUserCreationForm = auth_forms.AdminUserCreationForm
    UserChangeForm = auth_forms.UserChangeForm
    UserAdmin = auth_admin.UserAdmin

admin.site.unregister(Group)


class NewPersonForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name"]


class PersonForm(KeepingForm, UserChangeForm):
    """People also change their name and zone themselves."""


@admin.register(User)
class PersonAdmin(HardenedAdmin, UserAdmin):
    list_display = ["name", "email", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["name", "email"]
    ordering = ["name"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    form, add_form = PersonForm, NewPersonForm
    fieldsets = [
        (None, {"fields": ["email", "password", "name", "time_zone"]}),
        ("Rights", {"fields": ["is_active", "is_staff", "is_superuser"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})
    ]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # what they did stays told; an account is made inactive instead


@admin.register(Team)
class TeamAdmin(VerbAdmin):
    list_display = ["name", "size_limit", "sprint_days", "digest_since"]
    search_fields = ["name"]
    actions = ["mail_digests", "mail_no_digests"]
    prepopulated_fields = {"slug": ["name"]}
    fields = [
        "name",
        "slug",
        "size_limit",
        "working_days",
        "sprint_days",
        "time_zone",
        "hours_from",
        "hours_until",
        "day_rate",
        "day_rate_currency",
    ]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj:
            return {}
        return self.prepopulated_fields

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj:
            return self.fields
        return self.fields[:-2]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj:
            return ("slug",)
        return ()

    def write(self, by: User, **fields: Any) -> Team:
        return Team.found(by=by, **fields)

    def change(
        self,
        row: Any,
        by: User,
        name: str,
        day_rate: Decimal | None,
        day_rate_currency: str,
        **rhythm: Any,
    ) -> None:
        row.rename(name, by=by)
        row.set_rhythm(by=by, **rhythm)
        row.cost_a_day(day_rate, day_rate_currency, by=by)

    @admin.action(description="Mail a digest of health after each sprint", permissions=["change"])
    def mail_digests(self, request: HttpRequest, teams: QuerySet[Any]) -> None:
        self._switch_digests(request, teams, on=True)

    @admin.action(description="Mail no digests", permissions=["change"])
    def mail_no_digests(self, request: HttpRequest, teams: QuerySet[Any]) -> None:
        self._switch_digests(request, teams, on=False)

    def _switch_digests(self, request: HttpRequest, teams: QuerySet[Any], on: bool) -> None:
        try:
            with transaction.atomic():
                for team in teams:
                    team.switch_digest(on, by=request.user)
        except Refused as refused:
            messages.error(request, with_links(refused))
        else:
            messages.success(request, f"Digests are {'on' if on else 'off'}.")


@admin.register(Membership)
class MembershipAdmin(VerbAdmin):
    list_display = ["user", "team", "discipline", "role", "from_customer", "joined_at", "left_at"]
    list_filter = [
        "team",
        "discipline",
        "role",
        "from_customer",
        ("left_at", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["user", "team"]
    search_fields = ["user__name", "user__email"]
    autocomplete_fields = ["user", "team"]
    fields = ["team", "user", "discipline", "role", "capacity", "from_customer"]
    fixed = ("team", "user")
    actions = ["let_go"]

    def write(self, by: User, team: Team, user: User, **fields: Any) -> Membership:
        return team.take_in(user, by=by, **fields)

    def change(self, row: Any, by: User, **fields: Any) -> Membership:
        team: Team = row.team
        return team.take_in(row.user, by=by, **fields)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.is_current)

    @admin.action(description="Let them go: end the membership now")
    def let_go(self, request: HttpRequest, memberships: MembershipQuerySet) -> None:
        try:
            with transaction.atomic():
                for membership in memberships.current().select_related("team", "user"):
                    membership.team.let_go(membership.user, by=member_of(request))
        except Refused as refused:
            messages.error(request, with_links(refused))
        else:
            messages.success(request, "They left the team; their history stays.")


@admin.register(Absence)
class AbsenceAdmin(VerbAdmin):
    list_display = ["user", "team", "first_day", "last_day", "share"]
    list_select_related = ["user", "team"]
    list_filter = ["team"]
    autocomplete_fields = ["user", "team"]
    fields = ["team", "user", "first_day", "last_day", "share"]

    def write(self, by: User, team: Team, user: User, **days: Any) -> Any:
        return team.note_absence(user, by=by, **days)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
