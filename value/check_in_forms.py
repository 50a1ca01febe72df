"""What the pages of check-ins ask for; each form is answered by one verb."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from metrics.models import Observation
from projects.reasons import LEAST_REASON, MOST_REASON
from value.models import CheckIn
from web.forms import VerbForm, day, offer, text

ANSWERED_ONCE = "a check-in is answered once"


class CheckInForm(VerbForm):
    """An answer; from day 180 on with whether the release is still worth running."""

    overwrites_nothing = ANSWERED_ONCE

    worth = forms.ChoiceField(
        label="Is it still worth running?", choices=CheckIn.Worth, required=False
    )

    def __init__(self, data: QueryDict | None = None, *, check_in: CheckIn, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if not check_in.asks_worth:
            del self.fields["worth"]


class FreshAnswerForm(CheckInForm):
    """One of what was seen in the last 14 days."""

    observation = forms.ModelChoiceField(queryset=Observation.objects.none())

    def __init__(self, data: QueryDict | None = None, *, check_in: CheckIn, **kwargs: Any) -> None:
        super().__init__(data, check_in=check_in, **kwargs)
        offer(self, "observation", Observation.objects.filter(metric=check_in.metric_id))


class ObservedAnswerForm(CheckInForm):
    """What the metric says now."""

    overwrites_nothing = ANSWERED_ONCE

    value = forms.FloatField()
    spread = forms.FloatField(label="Standard error", required=False, min_value=0)
    observed_on = day("Seen on")
    grade = forms.TypedChoiceField(
        label="Grade of the evidence", choices=Observation.Grade, coerce=int
    )
    method = forms.CharField(max_length=240, required=False, help_text="How it was found.")
    source = forms.CharField(max_length=240, required=False, help_text="Where it can be checked.")

    side_by_side = (("value", "spread", "observed_on"),)
    field_order = ("value", "spread", "observed_on", "grade", "method", "source", "worth")


class UnknowableForm(CheckInForm):
    overwrites_nothing = ANSWERED_ONCE

    because = text("Can’t be known, because", min_length=LEAST_REASON, max_length=MOST_REASON)
    is_last = forms.BooleanField(
        label="Don’t ask about this metric of this release again", required=False
    )

    field_order = ("because", "is_last", "worth")
