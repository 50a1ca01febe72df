"""The description of the API, and its pages."""

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.validation import validate_schema

from web.api.docs import description


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
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            for status, answer in operation["responses"].items():
                if status.startswith("4"):
                    assert list(answer["content"]) == ["application/problem+json"], (path, method)


def test_every_operation_says_what_it_does(described):
    silent = [
        operation["operationId"]
        for methods in described["paths"].values()
        for operation in methods.values()
        if not operation.get("description")
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
