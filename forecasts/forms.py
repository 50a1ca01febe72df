from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict

from base.refusals import Invalid
from forecasts.question import Question
from web.forms import day

if TYPE_CHECKING:
    from forecasts.inputs import ForecastInputs

KEY = re.compile(r"(?:[A-Za-z][A-Za-z0-9]{1,9}-)?([1-9][0-9]{0,8})\Z")


class StoryNumber(forms.CharField):
    """A story as people name it: TV-42 or 42."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, **options)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        found = KEY.match(text)
        if not found:
            raise forms.ValidationError("Name a story of this project, such as TV-42.")
        return int(found[1])


class QuestionForm(forms.Form):
    """Asked by GET: an address can be kept and shared, and nothing is saved."""

    by = day("How many by", required=False)
    top = forms.IntegerField(label="Top of the backlog", min_value=1, required=False)
    down_to = StoryNumber(label="or down to story", required=False)
    scope = forms.IntegerField(label="Stories more or fewer", required=False)
    away = forms.IntegerField(label="People away", min_value=0, required=False)

    def __init__(self, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)

    def question_about(self, inputs: ForecastInputs) -> Question:
        """Return the question; what can't be asked is told beside its field, and left out."""
        given = self.cleaned_data if self.is_valid() else {}
        question = Question(**{name: value for name, value in given.items() if value is not None})
        try:
            question.must_fit(inputs)
        except Invalid as refused:
            self.add_error(refused.field, refused.sentence)
            return Question()
        return question

    @property
    def status(self) -> int:
        if self.errors:
            return 400
        return 200
