"""The admin panel as a door: its forms check, then call verbs; nothing is written past them."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from base.refusals import Refused
from web.hardened_admin import HardenedAdmin
from web.read_only import ReadOnlyAdmin

__all__ = ["ReadOnlyAdmin", "VerbAdmin", "VerbForm"]


class VerbForm(forms.ModelForm):
    """Performs the verb while the form is cleaned, so a refusal comes back beside the input."""

    perform = None  # set by VerbAdmin for each request

    def _post_clean(self):
        # The verb says in a sentence what a constraint would say by its name.
        self.instance.validate_constraints = lambda exclude=None: None
        super()._post_clean()
        if self.errors:
            return
        try:
            with transaction.atomic():
                self.instance = self.perform(self.instance, **self.cleaned_data)
        except Refused as refused:
            self.add_error(
                refused.field if refused.field in self.fields else None, refused.sentence
            )
        except ValidationError as error:
            self.add_error(None, error.messages)

    def save(self, commit=True):
        self.save_m2m = lambda: None  # the verb has saved everything
        return self.instance


class VerbAdmin(HardenedAdmin):
    """Adds by `write(by, **fields)`, changes by `change(row, by, **fields)`; deletes nothing."""

    form = VerbForm
    show_full_result_count = False
    fixed = ()  # fields that are set when adding and stay

    def write(self, by, **fields):
        raise NotImplementedError

    def change(self, row, by, **fields):
        raise NotImplementedError

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.perform = lambda _form, row, **fields: self._perform(request.user, row, fields)
        return form

    def get_readonly_fields(self, request, obj=None):
        return (*self.readonly_fields, *(self.fixed if obj else ()))

    def save_model(self, request, obj, form, change):
        """Nothing is left to do: the verb wrote while the form was cleaned."""

    def has_delete_permission(self, request, obj=None):
        return False

    def _perform(self, user, row, fields):
        if row.pk is None:
            return self.write(by=user, **fields)
        fresh = type(row)._default_manager.get(pk=row.pk)  # the form has written over this one
        self.change(fresh, by=user, **fields)
        return fresh
