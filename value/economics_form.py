from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from value.models import Economics
from value.models.economics import ENDS, MOST_MONTHS, MOST_VALUE
from web.forms import VerbForm
from web.text_versions import Original

if TYPE_CHECKING:
    from django.http import QueryDict

    from solutions.models import Solution


def _value(label: str, help_text: str = "") -> forms.FloatField:
    return forms.FloatField(
        label=label,
        min_value=-MOST_VALUE,
        max_value=MOST_VALUE,
        required=False,
        help_text=help_text,
    )


def _months(label: str, *, is_needed: bool = False) -> forms.FloatField:
    return forms.FloatField(label=label, min_value=0, max_value=MOST_MONTHS, required=is_needed)


class EconomicsForm(VerbForm):
    """Three ranges, each so wide that nine of ten such would hold the truth."""

    value_low = _value("Value a month at full use, at least", "Negative where it may do harm.")
    value_high = _value("at most")
    ramp_low = _months("Months until full use, at least")
    ramp_high = _months("at most")
    lasts_low = _months("Months it lasts, at least", is_needed=True)
    lasts_high = _months("at most", is_needed=True)

    side_by_side = (
        ("value_low", "value_high"),
        ("ramp_low", "ramp_high"),
        ("lasts_low", "lasts_high"),
    )

    @classmethod
    def of(cls, solution: Solution, data: QueryDict | None) -> EconomicsForm:
        """The form as it stands, which notices what somebody else says meanwhile."""

        def held() -> dict[str, Any]:
            row = Economics.of(solution)
            return {name: getattr(row, name) for name in ENDS}

        shown = held()
        return cls(data, initial=shown, original=Original(solution.project, held, shown))
