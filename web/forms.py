"""Forms in front of verbs: what was typed stays when the form or the verb says no."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from base.currencies import currencies
from base.refusals import Refused
from web.text_versions import SENTENCE, Overtaken
from web.versioned_form import Versioned

if TYPE_CHECKING:
    from django.utils.datastructures import MultiValueDict

    from base.user import User
    from web.requests import MemberRequest
    from web.text_versions import Original

FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2199, 12, 31)


class VerbForm(Versioned, forms.Form):
    """Checks the input, then calls one verb with it; a refusal comes back beside its field."""

    status = 200
    refusal: Refused | None = None  # what the verb said no with
    done: Any = None  # what the verb returned: the row, where it makes one
    opens_new = False  # whether its page leads on to the row that the verb made
    overwrites_nothing = ""  # why it needs no version, though somebody types into it
    side_by_side: tuple[tuple[str, ...], ...] = ()  # tuples of fields that share a line

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        original: Original | None = None,
        **kwargs: Any,
    ) -> None:
        self.original = original
        super().__init__(data, files, label_suffix="", **kwargs)

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields as the page shows them, line by line."""
        mates = {name: line for line in self.side_by_side for name in line}
        shown = []
        for name in self.fields:
            line = mates.get(name, (name,))
            if line[0] == name:
                shown.append([self[each] for each in line])
        return shown

    @property
    def sentences(self) -> list[str]:
        """What was wrong with it, for who doesn't see its fields."""
        found: list[str] = []
        for errors in self.errors.values():
            found.extend(str(error) for error in errors)
        return found

    def performs(self, verb: Callable[..., Any], **more: User) -> bool:
        """Return whether the verb was done; if not, `status` and the errors say why."""
        if not self.is_valid():
            self.status = 400
            return False
        try:
            with transaction.atomic():
                if self.original:
                    self._merge(self.original.held())
                self.done = verb(**self.cleaned_data, **more)
        except Overtaken as overtaken:
            self.status, self.refusal = Overtaken.status, overtaken
            self.add_error(None, SENTENCE)
        except Refused as refused:
            self.status, self.refusal = refused.page_status, refused
            field = refused.field if refused.field in self.fields else None
            self.add_error(field, refused.sentence)
        except ValidationError as error:
            self.status = 400
            self.add_error(None, error.messages)
        return not self.errors


def offer(form: forms.BaseForm, name: str, rows: QuerySet[Any, Any]) -> None:
    """Let a field choose among these rows."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, be it nothing; None while it is only asked for."""
    if request.method == "POST":
        return request.POST
    return None


def answer(
    request: MemberRequest,
    form: VerbForm,
    verb: Callable[..., Any],
    *,
    to: str,
    told: str,
    **words: Any,
) -> HttpResponse:
    """Do what a sent form asks for and go on, be it to the new row; else show it, on its page."""
    if request.method == "POST" and form.performs(verb, by=request.user):
        messages.success(request, told)
        return redirect(form.done.address if form.opens_new else to)
    return render(request, "form.html", {"form": form, "back": to, **words}, status=form.status)


def day(label: str | None = None, **options: Any) -> forms.DateField:
    """A day that people plan with, so that nothing computed from it leaves the calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    bounds = [MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY)]
    return forms.DateField(label=label, widget=widget, validators=bounds, **options)


def clock_time(label: str | None = None, **options: Any) -> forms.TimeField:
    """A time of day to the minute, or none."""
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(
        label=label, widget=widget, input_formats=["%H:%M"], required=False, **options
    )


def currency() -> forms.ChoiceField:
    return forms.ChoiceField(choices=[("", "Not said"), *currencies()], required=False)


def text(label: str | None = None, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 4}), **options)
