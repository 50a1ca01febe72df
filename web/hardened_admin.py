"""Tables of the admin that stand what no form of theirs sends: numbers that are none, and NUL."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.views.main import ERROR_FLAG
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db.models import ForeignKey, ManyToManyField, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from web.converters import RowNumber
from web.generic import ModelAdmin

if TYPE_CHECKING:
    from django.forms.models import ModelChoiceField, ModelMultipleChoiceField

ROW = re.compile(RowNumber.regex, re.ASCII)
NUL = "\x00"


class Chooser(AutocompleteSelect):
    """Chooses a row by its number; one that can't be any is refused beside it and shown as none."""

    def optgroups(
        self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None
    ) -> Any:
        return super().optgroups(name, _numbers(value), attrs)


class ChooserOfMany(AutocompleteSelectMultiple):
    """Chooses rows as Chooser does one."""

    def optgroups(
        self, name: str, value: Sequence[str], attrs: dict[str, Any] | None = None
    ) -> Any:
        return super().optgroups(name, _numbers(value), attrs)


def _numbers(told: Sequence[str]) -> list[str]:
    return [one for one in told if ROW.fullmatch(str(one))]


class HardenedAdmin(ModelAdmin):
    """Answers an odd request with a sentence; Django's own would break over it."""

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField[Any] | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Chooser(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: ManyToManyField[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelMultipleChoiceField[Any] | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", ChooserOfMany(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if any(NUL in one for _, values in request.GET.lists() for one in values):
            popup = f"&{IS_POPUP_VAR}=1" if IS_POPUP_VAR in request.GET else ""
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1{popup}")
        return super().changelist_view(request, extra_context)

    def response_action(  # type: ignore[override]  # Django 6 has a parameter more, and so the stubs
        self, request: HttpRequest, queryset: QuerySet[Any]
    ) -> HttpResponse | None:
        """Perform it on the rows that are ticked, if they can be rows."""
        if all(ROW.fullmatch(one) for one in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            return super().response_action(request, queryset)
        self.message_user(request, "What was ticked isn't in this list.", messages.ERROR)
        return None

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if NUL in search_term:
            return queryset.none(), False
        return super().get_search_results(request, queryset, search_term)
