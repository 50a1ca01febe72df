"""The catalogue of events, read off their classes: JSON schemas, examples and a page for people."""

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from history.schema import SCHEMAS, EventDetails, JsonObject

PAGE = Path(__file__).parents[1] / "docs" / "events.md"
HEAD = """# Every event there is

Written by `bin/events` from the classes in `*/events.py`; a test holds it to them. Whoever adds a
verb writes such a class beside its noun and runs `bin/events`. A line of history has the same
frame for all of them (`EventLine` in `/api/v1/schema/`); here stands what is in its `details`.
Fields that *may be missing* are written only where there is something to say.

An event keeps the `version` of its details. Where a class has changed, its `upgrades` read older
lines as if they were of today. SQL reads the table itself: what it names is the same before and
after an upgrade, which `tests/upgrade` holds against an installation of an earlier version.
"""
PLAIN = {"integer": 7, "number": 2.5, "string": "Some words", "boolean": False, "array": []}
OF_FORMAT = {"date": "2026-11-27", "date-time": "2026-11-27T15:30:00Z"}


@cache
def components(template: str = "{name}") -> tuple[dict[str, JsonObject], dict[str, JsonObject]]:
    """Return the reference of each verb's details, and what the references mean, by name."""
    schemas = list(SCHEMAS.values())
    references, meanings = msgspec.json.schema_components(schemas, ref_template=template)
    by_verb = dict(zip(SCHEMAS, references, strict=True))
    return by_verb, meanings


def example_of(schema: type[EventDetails]) -> JsonObject:
    """Return details that the class takes."""
    by_verb, meanings = components()
    example: JsonObject = _example(by_verb[schema.verb], meanings)
    return example


def _example(meaning: JsonObject, meanings: dict[str, JsonObject]) -> Any:
    if "$ref" in meaning:
        return _example(meanings[meaning["$ref"]], meanings)
    if "properties" in meaning:
        return {name: _example(one, meanings) for name, one in meaning["properties"].items()}
    if "examples" in meaning:
        return meaning["examples"][0]
    if "enum" in meaning:
        return meaning["enum"][-1]
    if "anyOf" in meaning:
        return _example(next(one for one in meaning["anyOf"] if _is_something(one)), meanings)
    return OF_FORMAT.get(meaning.get("format", "")) or PLAIN[meaning["type"]]


def _is_something(meaning: JsonObject) -> bool:
    return meaning.get("type") != "null"


# --- The page -------------------------------------------------------------------------------------
def as_markdown() -> str:
    by_verb, meanings = components()
    parts = [HEAD]
    for verb in sorted(SCHEMAS):
        parts.append(_section(SCHEMAS[verb], meanings[by_verb[verb]["$ref"]], meanings))
    return "\n".join(parts)


def _section(
    schema: type[EventDetails], meaning: JsonObject, meanings: dict[str, JsonObject]
) -> str:
    told = "the team, not its guests" if schema.is_internal else "everybody of the team"
    if schema.is_internal and "internal" in meaning["properties"]:
        told += ", unless `internal` is false"
    place = f"`{schema.__module__}.{schema.__name__}`"
    version = f"version {schema.schema_version()} of its details"
    head = f"{meaning['description']} Told to {told}; since {schema.since}, {version}, {place}."
    lines = ["| field | type | |", "|---|---|---|", *_lines(meaning, meanings)]
    return "\n".join([f"## {schema.verb}\n", head, "", *lines, ""])


def _lines(meaning: JsonObject, meanings: dict[str, JsonObject], path: str = "") -> list[str]:
    lines = []
    required = meaning.get("required", [])
    for name, one in meaning["properties"].items():
        if "$ref" in one:
            lines += _lines(meanings[one["$ref"]], meanings, f"{path}{name}.")
            continue
        if "$ref" in one.get("items", {}):
            lines += _lines(meanings[one["items"]["$ref"]], meanings, f"{path}{name}[].")
            continue
        may_miss = "" if name in required else " *May be missing.*"
        says = _description(one) + may_miss
        lines.append(f"| `{path}{name}` | {_type(one)} | {says.strip()} |")
    return lines


def _description(meaning: JsonObject) -> str:
    parts = [meaning, *meaning.get("anyOf", [])]
    return next((part["description"] for part in parts if "description" in part), "")


def _type(meaning: JsonObject) -> str:
    if "enum" in meaning:
        return ", ".join(f"`{value}`" if value else "empty" for value in meaning["enum"])
    if "anyOf" in meaning:
        return " or ".join(_type(one) for one in meaning["anyOf"])
    if meaning["type"] == "array":
        return f"list of {_type(meaning['items'])}"
    return str(meaning.get("format", meaning["type"]))
