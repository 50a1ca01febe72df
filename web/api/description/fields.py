"""What the fields of bodies take, where the library that describes them can't know."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.validators import RegexValidator
from rest_framework import serializers

from web.api.inputs import ADDRESS, Amount, Day, Link, Moment, Reason, Text
from web.api.problem_types import all_types
from web.api.problems import Reference

# What is taken of a text that may not be blank, as Python and the database see it.
LETTER = "[^\\s\\u0000\\u001c-\\u001f\\u0085]"
SOME_WORDS = f"^[^\\u0000]*{LETTER}[^\\u0000]*$"
ANY_WORDS = "^[^\\u0000]*$"
YEARS = "^(19[789][0-9]|20[0-9]{2}|21[0-9]{2})-"  # of a Day, and of a Moment as it is written


def _of_amount(field: Amount) -> dict[str, Any]:
    """A decimal of no more places than are kept."""
    return {"multipleOf": float(Decimal(1).scaleb(-(field.decimal_places or 0)))}


def _of_text(field: Text) -> dict[str, Any]:
    if any(isinstance(one, RegexValidator) for one in field.validators):
        return {}  # its pattern says more
    if field.allow_blank:
        return {"pattern": ANY_WORDS}
    return {"minLength": 1, "pattern": SOME_WORDS}


def _of_reason(field: Reason) -> dict[str, Any]:
    between = f"[^\\u0000]{{{field.least - 2},}}"
    return {
        "minLength": field.least,
        "pattern": f"^[^\\u0000]*{LETTER}{between}{LETTER}[^\\u0000]*$",
    }


def bounds_of(field: Any) -> dict[str, Any]:
    """Whether a list may be empty."""
    is_list = isinstance(field, (serializers.ListField, serializers.ListSerializer))
    return {"minItems": 1} if is_list and not field.allow_empty else {}


DESCRIBED: dict[type, Callable[[Any], dict[str, Any]]] = {
    Amount: _of_amount,
    Text: _of_text,
    Link: lambda field: {"pattern": f"^({ADDRESS})?$" if field.allow_blank else f"^({ADDRESS})$"},
    Reason: _of_reason,
    Day: lambda field: {"pattern": YEARS},
    Moment: lambda field: {"pattern": YEARS},
    Reference: lambda field: {
        "format": "uri-reference",
        "examples": [one.reference for one in all_types()],
    },
}
