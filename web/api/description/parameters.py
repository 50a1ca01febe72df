"""What the values of a query string look like, where the library that describes them can't know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.validators import RegexValidator
from rest_framework import serializers

from web.api.description.fields import SOME_WORDS


def described(field: Any, schema: dict[str, Any]) -> dict[str, Any]:
    """Add to the schema what is taken of a text; what stands there already, stays."""
    if not isinstance(field, serializers.CharField) or field.allow_blank:
        return schema
    if field.max_length:
        schema = {"maxLength": field.max_length, **schema}
    for validator in field.validators:
        if isinstance(validator, RegexValidator):
            return {**schema, "pattern": _pattern(validator)}
    return {"minLength": 1, "pattern": SOME_WORDS, **schema}


def of_fields(names: Iterable[str]) -> dict[str, str]:
    """Names of these fields, with commas between them."""
    one = f"({'|'.join(names)})"
    return {"pattern": f"^{one}(,{one})*$"}


def _pattern(validator: RegexValidator) -> str:
    """The field's own, with the end of a text as JSON Schema writes it."""
    regex = validator.regex
    pattern = regex if isinstance(regex, str) else regex.pattern
    return pattern.replace("\\Z", "$")
