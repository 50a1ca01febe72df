"""The last touch to the API's description: what is shared by operations, and what they lack."""

from __future__ import annotations

import re
from typing import Any

from web.api.description import headers, refusals
from web.api.description.words import plain

# Where an address of the description leads: to the host that gave it.
SERVERS = [{"url": "/", "description": "The installation that gave you this description."}]
CONTACT = {"name": "Whoever runs this installation"}
NO_WORD = re.compile(r"\W")


def finish(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Add the components that operations refer to, their tags, and names for odd values."""
    result["servers"] = SERVERS
    result["info"]["contact"] = CONTACT
    result["tags"] = _tags(generator)
    components = result["components"]
    components["headers"] = headers.components()
    components["responses"] = refusals.components()
    for schema in components["schemas"].values():
        if "enum" in schema:
            schema.setdefault("type", "string")
        _name_values(schema)
    return result


def _tags(generator: Any) -> list[dict[str, str]]:
    """One for each resource, with what it says of itself."""
    told = {}
    for _, _, _, view in generator.endpoints:
        resource = view.cls
        told[resource.__name__.removesuffix("Resource")] = plain(resource.__doc__)
    return [{"name": name, "description": told[name]} for name in sorted(told)]


def _name_values(schema: dict[str, Any]) -> None:
    """Name values that differ in signs alone, such as Etc/GMT-1 and Etc/GMT+1, for generators."""
    values = schema.get("enum", [])
    if any(isinstance(value, str) and NO_WORD.search(value) for value in values):
        schema["x-enum-varnames"] = [_name_of(value) for value in values]


def _name_of(value: str) -> str:
    spelt = re.sub(r"-(?=\d)", "_minus_", value).replace("+", "_plus_")
    return NO_WORD.sub("_", spelt)
