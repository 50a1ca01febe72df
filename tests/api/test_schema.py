"""The description of the API, and its pages."""

from typing import Any

import jsonschema_rs
import pytest
from django.core.exceptions import ValidationError
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.validation import validate_schema
from rest_framework import serializers

import config.api  # noqa: F401  the bodies are those of its resources
from web.api.docs import description
from web.api.inputs import Amount, Day, Input, Number, Text, Whole


def subclasses(kind):
    """All there are, at any depth."""
    found = set()
    for one in kind.__subclasses__():
        found |= {one} | subclasses(one)
    return found


@pytest.fixture
def described(client):
    answer = client.get("/api/v1/schema/")
    assert answer.status_code == 200
    return answer.json()


def test_it_is_openapi_3_1_and_valid(described):
    assert described["openapi"].startswith("3.1")
    validate_schema(described)


def test_it_is_told_without_a_warning():
    description.cache_clear()
    GENERATOR_STATS.reset()
    description()

    assert not GENERATOR_STATS, "two things of one name, or a field nobody can describe"


def test_every_answer_that_fails_is_a_problem(described):
    refused = described["components"]["responses"]
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            for status, answer in operation["responses"].items():
                if status >= "400":
                    answer = refused[answer["$ref"].rpartition("/")[2]]
                    assert list(answer["content"]) == ["application/problem+json"], (path, method)


def test_every_operation_says_what_it_does(described):
    silent = [
        operation["operationId"]
        for methods in described["paths"].values()
        for operation in methods.values()
        if not operation.get("description") or not 3 < len(operation.get("summary", "")) < 90
    ]

    assert silent == []


def test_the_pages_carry_nothing_inline(client):
    page = client.get("/api/v1/docs/").content.decode()

    assert "<style" not in page
    assert all(" src=" in tag for tag in page.split("<script")[1:])


def test_an_unknown_address_is_told_as_a_problem(client):
    answer = client.get("/api/v1/nothing/")

    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"


BODIES = [
    pytest.param(takes, id=takes.__name__)
    for takes in sorted(subclasses(Input), key=lambda takes: takes.__name__)
    if takes.__module__.partition(".")[0] != "tests"
]


@pytest.mark.parametrize("takes", BODIES)
def test_what_a_body_says_of_itself_is_what_it_takes(described, takes):
    """Of each field that asks nothing of other rows: what its description allows is taken."""
    fields = takes().fields
    told = described["components"]["schemas"].get(takes.__name__)
    assert told is None or told["additionalProperties"] is False
    for name, field in fields.items():
        if told and isinstance(field, Amount | Number | Text | Whole | Day):
            for value in allowed(told["properties"][name]):
                field.run_validation(value)


@pytest.mark.parametrize("takes", BODIES)
def test_what_a_body_refuses_its_description_refuses_too(described, takes):
    told = described["components"]["schemas"].get(takes.__name__)
    for name, field in takes().fields.items():
        if told and isinstance(field, Amount | Number | Text | Whole | Day):
            is_valid = jsonschema_rs.validator_for(
                told["properties"][name], validate_formats=True
            ).is_valid
            for value in ODD:
                assert is_taken(field, value) or not is_valid(value), (name, value)


ODD: list[Any] = ["", " ", "\n", "\x1c", "\x85", "a\x00b", "a", 0, 1, 3.0, 0.15, -1, 1e9, 10**18]
ODD += [0.1, 2.5, 1.25, "1969-12-31", "2200-01-01", "2026-11-29", "2026-02-30", None, True, [], {}]


def is_taken(field, value):
    try:
        field.run_validation(value)
    except (serializers.ValidationError, ValidationError):
        return False
    return True


def allowed(schema):
    """Some values at the edges of what a field's description allows."""
    if "number" in schema["type"] or "integer" in schema["type"]:
        step = schema.get("multipleOf", 1)
        low, high = schema.get("minimum", -3), schema.get("maximum", 3)
        values = [low, high, low + step, round(high - step, 6)]
    elif schema.get("format") == "date":
        values = ["1970-01-01", "2000-02-29", "2199-12-31"]
    else:
        values = ["x", " x ", "\u00e9" * schema.get("maxLength", 5)]
    return [
        value
        for value in values
        if jsonschema_rs.validator_for(schema, validate_formats=True).is_valid(value)
    ]


def test_numbers_are_told_as_numbers(described):
    """Each property that is taken or given as a decimal."""
    wrong = [
        (name, key)
        for name, schema in described["components"]["schemas"].items()
        for key, told in schema.get("properties", {}).items()
        if told.get("format") == "decimal"
    ]
    assert wrong == []
