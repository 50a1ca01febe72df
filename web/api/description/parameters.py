"""What the values of a query string look like, where the library that describes them can't know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from web.api.description.fields import SOME_WORDS


def described(field: Any, schema: dict[str, Any]) -> dict[str, Any]:
    """Add to the schema what is taken of a text; what stands there already, stays."""
    if not isinstance(field, serializers.CharField) or field.allow_blank:
        return schema
    if isinstance(field, serializers.RegexField):
        return {**schema, "pattern": _pattern(field)}
    return {"minLength": 1, "pattern": SOME_WORDS, **schema}


def of_fields(names: Iterable[str]) -> dict[str, str]:
    """Names of these fields, with commas between them."""
    one = f"({'|'.join(names)})"
    return {"pattern": f"^{one}(,{one})*$"}


def _pattern(field: serializers.RegexField) -> str:
    """The field's own, with the end of a text as JSON Schema writes it."""
    [validator] = [one for one in field.validators if hasattr(one, "regex")]
    pattern: str = validator.regex.pattern
    return pattern.replace("\\Z", "$")
