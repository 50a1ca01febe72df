"""What is asked of whoever amends or withdraws what has started."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from projects.reasons import LEAST_REASON, MOST_REASON
from web.forms import VerbForm, text

BESIDE = "The locked words stay. What is different stands beside them, with the reason and the day."


class WithdrawForm(VerbForm):
    overwrites_nothing = "it is withdrawn once"

    reason = text("Why", min_length=LEAST_REASON, max_length=MOST_REASON)


class AmendmentForm(VerbForm):
    """What is different since the start; a noun says which parts can be, and how long they are."""

    overwrites_nothing = "stands beside what was said before"
    parts: ClassVar[Mapping[str, str]]
    longest: ClassVar[int]
    help_text: ClassVar[str]

    part = forms.ChoiceField(label="What changes")
    now = text("From now on")
    reason = text("Why", min_length=LEAST_REASON, max_length=MOST_REASON)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        part, now = self.fields["part"], self.fields["now"]
        assert isinstance(part, forms.ChoiceField)
        assert isinstance(now, forms.CharField)
        part.choices = list(self.parts.items())
        now.max_length, now.help_text = self.longest, self.help_text
        now.widget.attrs["maxlength"] = str(self.longest)
