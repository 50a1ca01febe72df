"""The admin panel as a door: its forms check, then call verbs; nothing is written past them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest

from base.refusals import Refused
from web.generic import ModelForm
from web.hardened_admin import HardenedAdmin
from web.read_only_admin import ReadOnlyAdmin
from web.refusals import with_links
from web.text_versions import Original, Overtaken
from web.versioned_form import Versioned

if TYPE_CHECKING:
    from django.db import models
    from django.forms import BoundField

    from base.user import User

__all__ = ["KeepingForm", "ReadOnlyAdmin", "VerbAdmin", "VerbForm", "member_of"]

MEANWHILE = "Somebody changed this while you wrote; both are here, nothing is lost."


def member_of(request: HttpRequest) -> User:
    """Who it is that uses the admin: nobody gets past its door who isn't somebody."""
    assert request.user.is_authenticated
    return request.user


class KeepingForm(Versioned, ModelForm):
    """Saves nothing over words that its writer never saw; templates/admin/change_form.html asks.

    It holds the whole row, choices too: an owner that wasn't touched here stays the one of now.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.original = Original(_holder(self.instance), self._as_it_stands, self._shown_here())

    def _shown_here(self) -> dict[str, Any]:
        shown = set()
        for name, field in self.fields.items():
            if not field.disabled:
                shown.add(name)
        shown_here = {}
        for name, value in self.initial.items():
            if name in shown:
                shown_here[name] = value
        return shown_here

    def _as_it_stands(self) -> dict[str, Any]:
        row = type(self.instance)._default_manager.get(pk=self.instance.pk)
        return {name: _value(row, name) for name in self.original.shown}

    def _post_clean(self) -> None:
        if self.original and not self.errors:
            try:
                self._merge(self.original.held())
            except Overtaken as overtaken:
                self.add_error(None, overtaken.sentence)
                for name in overtaken.theirs:
                    self.add_error(name, MEANWHILE)
        super()._post_clean()

    def overtaken(self) -> list[BoundField]:
        """The fields that somebody else changed meanwhile, each with what stands there now."""
        overtaken = []
        for field in self:
            if getattr(field, "theirs", None) is not None:
                overtaken.append(field)
        return overtaken


def _value(row: Model, name: str) -> Any:
    value = getattr(row, name)
    if hasattr(value, "all"):  # the rows it is linked to
        return list(value.all())
    return value


def _holder(row: Model) -> models.Model:
    """Whose lock a verb of the row takes first: the project's, or the team's."""
    if hasattr(row, "changed_by"):
        return row
    return getattr(row, "project", None) or getattr(row, "team", None) or row


class VerbForm(KeepingForm):
    """Performs the verb while the form is cleaned, so a refusal comes back beside the input."""

    perform: ClassVar[Callable[..., Model]]  # set by VerbAdmin for each request

    def _post_clean(self) -> None:
        # The verb says in a sentence what a constraint would say by its name.
        self.instance.validate_constraints = lambda exclude=None: None
        super()._post_clean()
        if self.errors:
            return
        try:
            with transaction.atomic():
                self.instance = type(self).perform(self.instance, **self.cleaned_data)
        except Refused as refused:
            field = refused.field if refused.field in self.fields else None
            self.add_error(field, with_links(refused))
        except ValidationError as error:
            self.add_error(None, error.messages)

    def save(self, commit: bool = True) -> Model:
        # The verb has saved everything; Django's own save sets this here, too.
        self.save_m2m = lambda: None  # type: ignore[method-assign]
        row: Model = self.instance
        return row


class VerbAdmin(HardenedAdmin):
    """Adds by `write(by, **fields)`, changes by `change(row, by, **fields)`; deletes nothing."""

    form = VerbForm
    show_full_result_count = False
    fixed: tuple[str, ...] = ()  # fields that are set when adding and stay

    def write(self, *args: Any, **fields: Any) -> Any:
        raise NotImplementedError

    def change(self, *args: Any, **fields: Any) -> Any:
        raise NotImplementedError

    def get_form(
        self,
        request: HttpRequest,
        obj: models.Model | None = None,
        change: bool = False,
        **kwargs: list[str],
    ) -> type[VerbForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        actor = member_of(request)
        assert issubclass(form, VerbForm)
        form.perform = lambda row, **fields: self._perform(actor, row, fields)
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        return (*self.readonly_fields, *(self.fixed if obj else ()))

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        """Nothing is left to do: the verb wrote while the form was cleaned."""

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def _perform(self, user: User, row: Model, fields: dict[str, Any]) -> Model:
        if row.pk is None:
            new: Model = self.write(by=user, **fields)
            return new
        fresh = type(row)._default_manager.get(pk=row.pk)  # the form has written over this one
        self.change(fresh, by=user, **fields)
        return fresh
