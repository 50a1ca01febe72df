from __future__ import annotations

from typing import Any

from django import forms

from web.forms import VerbForm


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """As many as were chosen; what is wrong with one of them its verb says."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list) else [data]
        files = [one for one in files if one is not None]
        if not files:
            raise forms.ValidationError("Choose a file.", "required")
        return files


class AttachForm(VerbForm):
    """Files for something."""

    overwrites_nothing = "adds files"

    file = FilesField()
