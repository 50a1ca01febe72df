"""What the API's description says of an answer, to hold an answer to."""

from functools import cache
from typing import Any

import jsonschema_rs
import orjson

from web.api.docs import description


@cache
def whole() -> dict[str, Any]:
    told: dict[str, Any] = orjson.loads(description())
    return told


@cache
def operations() -> dict[str, dict[str, Any]]:
    found = {}
    for methods in whole()["paths"].values():
        for operation in methods.values():
            found[operation["operationId"]] = operation
    return found


def fits_its_description(operation: str, answer: Any) -> list[str]:
    """Return how the answer's body differs from what is said of it; nothing, if it doesn't."""
    said = operations()[operation]["responses"][str(answer.status_code)]
    schema = said["content"]["application/json"]["schema"]
    validator = jsonschema_rs.validator_for({**schema, "components": whole()["components"]})
    return [
        f"{error.instance_path}: {error.message}" for error in validator.iter_errors(answer.json())
    ]
