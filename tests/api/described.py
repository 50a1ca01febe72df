"""The API's description as tests read it: what it means, closed to all that it doesn't name."""

from typing import Any

import jsonschema_rs
import orjson

from web.api.docs import description

DESCRIBED: dict[str, Any] = orjson.loads(description())
SCHEMAS = DESCRIBED["components"]["schemas"]
OPERATIONS: dict[str, dict[str, Any]] = {
    operation["operationId"]: operation
    for methods in DESCRIBED["paths"].values()
    for operation in methods.values()
}


def meaning_of(told):
    """What the description refers to."""
    while "$ref" in told:
        found = DESCRIBED
        for step in told["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        told = found
    return told


def closed(schema):
    """The schema for objects that have nothing which it doesn't name."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    told = {name: closed(one) for name, one in schema.items()}
    for part in told.get("allOf", ()):
        part.pop("unevaluatedProperties", None)  # only together are they all that there is
    if "allOf" in told or (told.get("type") == "object" and "properties" in told):
        told["unevaluatedProperties"] = False
    return told


CLOSED = {"schemas": closed(SCHEMAS)}
# A part of every event, put together with another by allOf.
CLOSED["schemas"]["EventLine"].pop("unevaluatedProperties")


def faults(schema, value):
    """What of a value the schema doesn't allow, or doesn't name."""
    whole = {**closed(schema), "components": CLOSED}
    validator = jsonschema_rs.validator_for(whole, validate_formats=True)
    return [
        f"{list(error.instance_path)}: {error.message}" for error in validator.iter_errors(value)
    ]


def fits_its_description(operation: str, answer: Any) -> list[str]:
    """Return how the answer's body differs from what is said of it; nothing, if it doesn't."""
    told = meaning_of(OPERATIONS[operation]["responses"][str(answer.status_code)])
    return faults(told["content"][answer["Content-Type"]]["schema"], answer.json())
