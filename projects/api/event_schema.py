"""How the API's description tells of events: one schema a verb, read off the verb's class."""

from typing import Any

from history.catalogue import components, example_of
from history.schema import SCHEMAS, EventDetails, JsonObject

WHERE = "#/components/schemas/"
LINE = "EventLine"  # what all events have
EXAMPLE = {
    "id": 4711,
    "verb": "",
    "team": "television",
    "project": "TV",
    "story": "TV-42",
    "sprint": None,
    "actor": {"id": 7, "name": "Ines Ferrer"},
    "discipline": "science",
    "role": "member",
    "service": "",
    "details": {},
    "at": "2026-11-27T15:30:00Z",
    "recorded_at": "2026-11-27T15:30:00Z",
}


def describe_events(result: JsonObject, generator: Any, request: Any, public: bool) -> JsonObject:
    """Put in place of the schema of an event the choice between those of all verbs."""
    schemas = result["components"]["schemas"]
    by_verb, meanings = components(f"{WHERE}EventDetails.{{name}}")
    for name, meaning in meanings.items():
        schemas[f"EventDetails.{name}"] = _untitled(meaning)
    schemas[LINE] = schemas.pop("Event")
    mapping = {}
    for verb, schema in SCHEMAS.items():
        name = f"Event.{schema.__name__}"
        schemas[name] = _event(schema, by_verb[verb])
        mapping[verb] = WHERE + name
    schemas["Event"] = {
        "description": "One line of history: who did what, when, and what was and now is.",
        "oneOf": [{"$ref": reference} for reference in mapping.values()],
        "discriminator": {"propertyName": "verb", "mapping": mapping},
    }
    return result


def _untitled(meaning: JsonObject) -> JsonObject:
    """Without a title, which would repeat names that other components have, and with all types."""
    told = {name: value for name, value in meaning.items() if name != "title"}
    told["properties"] = {}
    for name, one in meaning["properties"].items():
        typed = {"type": "string"} if "enum" in one else {}
        told["properties"][name] = typed | one
    return told


def _event(schema: type[EventDetails], details: JsonObject) -> JsonObject:
    says = {"verb": {"type": "string", "enum": [schema.verb]}, "details": details}
    return {
        "description": schema.__doc__,
        "allOf": [{"$ref": WHERE + LINE}, {"type": "object", "properties": says}],
        "examples": [EXAMPLE | {"verb": schema.verb, "details": example_of(schema)}],
    }
