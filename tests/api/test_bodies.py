"""A body is taken whole or refused with all that is wrong with it; nothing of it is dropped."""

import pytest

from stories.models import Comment


@pytest.fixture
def hers(api, alice, stories):
    return api(alice)


def faults(answer):
    assert answer.status_code == 400, answer.content
    return {fault["pointer"] for fault in answer.json().get("errors", ())}


def test_all_faults_are_told_at_once(hers):
    body = {
        "project": "NOPE",
        "titel": "New",
        "points": "3",
        "labels": [1, "a", {}],
        "kind": "epic",
    }
    places = ("project", "titel", "title", "points", "labels/0", "labels/2", "kind")
    assert faults(hers.post("stories/", body)) == {f"#/{place}" for place in places}


def test_all_faults_of_many_are_told_with_their_places(hers):
    fine = {"project": "AP", "title": "New"}
    told = hers.post("stories/bulk/", {"stories": [fine, {"title": 5, "colour": "red"}, {}]})
    assert faults(told) == {
        "#/stories/1/project",
        "#/stories/1/title",
        "#/stories/1/colour",
        "#/stories/2/project",
        "#/stories/2/title",
    }


@pytest.mark.parametrize(
    "body",
    [
        b'{"title": "One", "title": "Two"}',
        b'{"title": "One", "t\\u0069tle": "Two"}',
        b'{"title": {"a": 1, "a": 1}}',
        b'[{"a": [{"b": 1, "b": 2}]}]',
    ],
)
def test_a_name_that_stands_twice_is_refused(hers, stories, body):
    answer = hers.post_raw("stories/AP-1/titles/", body)
    assert answer.status_code == 400
    assert "twice" in answer.json()["detail"]
    stories[0].refresh_from_db()
    assert stories[0].title != "Two"


@pytest.mark.parametrize("moment", ["2026-01-01T10:00:00", "2026-01-01 10:00", "2026-01-01T10:00"])
def test_a_time_without_a_zone_is_refused(hers, moment):
    answer = hers.get("stories/", {"updated_since": moment})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "updated_since"
    assert hers.get("stories/", {"updated_since": f"{moment}Z"}).status_code == 200


def test_an_internal_comment_of_a_guest_is_refused_and_not_made_public(api, gina, stories):
    answer = api(gina).post("stories/AP-1/comments/", {"body": "Between us", "internal": True})
    assert answer.status_code == 403
    assert answer.json()["errors"] == [
        {
            "pointer": "#/internal",
            "code": "internal-comment-of-guest",
            "detail": answer.json()["detail"],
        },
    ]
    assert not Comment.objects.exists()


def test_a_row_that_isnt_there_is_not_found_and_its_place_is_told(hers):
    answer = hers.post("stories/", {"project": "AP", "title": "New", "owner": 987654})
    assert answer.status_code == 404
    assert [one["pointer"] for one in answer.json()["errors"]] == ["#/owner"]
    both = {"project": "AP", "title": "", "owner": 987654}
    assert faults(hers.post("stories/", both)) == {"#/title", "#/owner"}
