"""The examples in the API's description: every operation has them, and they are of its kind."""

import jsonschema_rs
import orjson
import pytest

from web.api.docs import description
from web.api.problems import MEDIA_TYPE

DESCRIBED = orjson.loads(description())
OPERATIONS = {
    operation["operationId"]: operation
    for methods in DESCRIBED["paths"].values()
    for operation in methods.values()
}


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


CLOSED = {"schemas": closed(DESCRIBED["components"]["schemas"])}
# A part of every event, put together with another by allOf.
CLOSED["schemas"]["EventLine"].pop("unevaluatedProperties")


def faults_of(media):
    """What of a media type's example its own schema doesn't allow."""
    schema = {**closed(media["schema"]), "components": CLOSED}
    validator = jsonschema_rs.validator_for(schema, validate_formats=True)
    return [
        f"{list(error.instance_path)}: {error.message}"
        for error in validator.iter_errors(media["example"])
    ]


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_what_is_taken_has_an_example_that_is_taken(operation):
    if "requestBody" in operation:
        media = operation["requestBody"]["content"]["application/json"]
        assert "example" in media, "run bin/examples"
        assert faults_of(media) == []


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_each_good_answer_has_an_example_of_its_shape(operation):
    for status, answer in operation["responses"].items():
        if "content" in answer:
            media = answer["content"]["application/json"]
            assert "example" in media, f"{status}: run bin/examples"
            assert faults_of(media) == [], f"{status}: run bin/examples"


@pytest.mark.parametrize("name", DESCRIBED["components"]["responses"])
def test_each_refusal_has_an_example(name):
    answer = DESCRIBED["components"]["responses"][name]
    assert faults_of(answer["content"][MEDIA_TYPE]) == []


def test_a_list_shows_a_row():
    shown = {name: example_of_list(operation) for name, operation in OPERATIONS.items()}
    assert [name for name, rows in shown.items() if rows == []] == []


def example_of_list(operation):
    answer = operation["responses"].get("200", {}).get("content")
    if answer:
        return answer["application/json"]["example"].get("results")
    return None
