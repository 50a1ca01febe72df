"""The examples in the API's description: every operation has them, and they are of its kind."""

import pytest

from tests.api.described import DESCRIBED, OPERATIONS, faults
from web.api.problems import MEDIA_TYPE

FILES = {"application/octet-stream", "application/pdf"}  # of which no example says anything


def faults_of(media):
    """What of a media type's example its own schema doesn't allow."""
    return faults(media["schema"], media["example"])


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_what_is_taken_has_an_example_that_is_taken(operation):
    if "requestBody" in operation:
        media = operation["requestBody"]["content"].get("application/json")
        if media is None:  # a file, of which its form says all
            assert list(operation["requestBody"]["content"]) == ["multipart/form-data"]
            return
        assert "example" in media, "run bin/examples"
        assert faults_of(media) == []


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_each_good_answer_has_an_example_of_its_shape(operation):
    for status, answer in operation["responses"].items():
        if "content" in answer and FILES.isdisjoint(answer["content"]):
            media = answer["content"]["application/json"]
            assert "example" in media, f"{status}: run bin/examples"
            assert faults_of(media) == [], f"{status}: run bin/examples"


@pytest.mark.parametrize("name", DESCRIBED["components"]["responses"])
def test_each_refusal_has_an_example(name):
    answer = DESCRIBED["components"]["responses"][name]
    assert faults_of(answer["content"][MEDIA_TYPE]) == []


def test_a_list_shows_a_row():
    shown = {name: example_of_list(operation) for name, operation in OPERATIONS.items()}
    empty = {name for name, rows in shown.items() if rows == []}
    assert empty <= {"hand-off-event-list"}  # of lines as those of event-list, which shows one


def example_of_list(operation):
    answer = operation["responses"].get("200", {}).get("content")
    if answer and FILES.isdisjoint(answer):
        return answer["application/json"]["example"].get("results")
    return None
