"""Nothing in the API's description is without a type."""

import pytest

from tests.api.described import DESCRIBED, OPERATIONS, SCHEMAS

SAYING = {"type", "$ref", "oneOf", "anyOf", "allOf"}
HEADERS = DESCRIBED["components"]["headers"]


def untyped(schema, place):
    """The places of schemas in it that allow whatever there is."""
    if not SAYING & set(schema):
        yield place
    if schema.get("type") == "array" and "items" not in schema:
        yield f"{place}/items"
    for word in ("oneOf", "anyOf", "allOf"):
        for number, one in enumerate(schema.get(word, [])):
            yield from untyped(one, f"{place}/{word}/{number}")
    for name, one in schema.get("properties", {}).items():
        yield from untyped(one, f"{place}/{name}")
    for word in ("items", "additionalProperties"):
        if isinstance(one := schema.get(word), dict) and one:
            yield from untyped(one, f"{place}/{word}")


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_part_of_a_body_has_a_type(name):
    assert list(untyped(SCHEMAS[name], name)) == []


def test_each_parameter_and_each_header_has_a_type():
    found = []
    for name, operation in OPERATIONS.items():
        for one in operation.get("parameters", []):
            found += untyped(one["schema"], f"{name} {one['name']}")
    for name, header in HEADERS.items():
        found += untyped(header["schema"], name)
    assert found == []


def test_each_body_and_each_answer_has_a_type():
    found = []
    for name, operation in OPERATIONS.items():
        for part in (operation.get("requestBody", {}), *operation["responses"].values()):
            for media in part.get("content", {}).values():
                found += untyped(media["schema"], name)
    assert found == []


def test_what_is_free_is_said_to_be_so():
    """An object whose fields aren't named has words of its own."""
    silent = [
        (name, key)
        for name, schema in SCHEMAS.items()
        for key, one in schema.get("properties", {}).items()
        if one.get("additionalProperties") == {} and not one.get("description")
    ]
    assert silent == []
