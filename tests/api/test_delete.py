"""DELETE ends what the product lets end, by the same verbs, however often it is sent."""

import pytest

from history.models import Event, OldText
from tests.api.routes import WRITES
from tests.api.test_every_route import ROUTES, address_of

ENDS = [route for route in WRITES if route.startswith("DELETE ")]
GONE = {route for route in ENDS if WRITES[route][-1] == 204}


@pytest.fixture
def hers(api, alice, stories):
    return api(alice)


@pytest.mark.parametrize("route", ENDS)
def test_sent_again_it_ends_nothing_more(api, alice, rows, route):
    client, path = api(alice), address_of(ROUTES[route], rows)
    if route == "DELETE story-blockers":
        rows["story"].block("Data", by=alice)
    if route == "DELETE token-detail":  # not the one that asks
        path = f"tokens/{api(alice).token.pk}/"
    first, last = client.delete(path), Event.objects.latest("pk").pk
    again = client.delete(path)
    if route in GONE:
        assert (first.status_code, first.content) == (204, b"")
        assert again.status_code == 404
        assert client.get(path).status_code == 404
    else:
        assert first.status_code == again.status_code == 200
        assert first.content == again.content
        assert first["ETag"] == again["ETag"]
    assert Event.objects.latest("pk").pk == last


def test_a_story_is_dropped(hers, last_event):
    answer = hers.delete("stories/AP-1/").json()
    assert (answer["category"], answer) == ("dropped", hers.get("stories/AP-1/").json())
    assert last_event().verb == "story_moved"


def test_a_story_waits_no_longer(hers, stories, alice, last_event):
    stories[0].block("Data", by=alice)
    assert hers.delete("stories/AP-1/blockers/").json()["blocked_at"] is None
    assert last_event().verb == "story_unblocked"
    assert OldText.objects.get(event=last_event(), field="blocked_reason").text == "Data"


def test_a_comment_is_withdrawn_by_its_author_alone(hers, api, bob, stories, alice, last_event):
    comment = stories[0].comment("Words", by=alice)
    path = f"stories/AP-1/comments/{comment.pk}/"
    assert api(bob).delete(path).status_code == 403
    answer = hers.delete(path).json()
    assert (answer["body"], bool(answer["withdrawn_at"])) == ("", True)
    assert last_event().verb == "story_comment_withdrawn"


def test_a_column_that_holds_stories_stays(hers, apollo, stories):
    assert hers.delete(f"projects/AP/columns/{stories[0].column_id}/").status_code == 409


def test_a_person_leaves(hers, bob, last_event):
    assert hers.delete(f"teams/orbit/memberships/{bob.pk}/").status_code == 204
    assert last_event().verb == "team_member_left"


def test_a_release_in_use_is_not_withdrawn(hers, apollo, alice, rows):
    path = f"projects/AP/releases/{rows['release'].pk}/"
    assert hers.patch(path, {"first_used_on": "2026-02-01"}).status_code == 200
    assert hers.delete(path).status_code == 409


def test_an_outdated_tag_ends_nothing(hers, stories, alice):
    read = hers.get("stories/AP-1/")["ETag"]
    stories[0].rename("Meanwhile", by=alice)
    refused = hers.delete("stories/AP-1/", if_match=read)
    assert (refused.status_code, refused.json()["now"]["title"]) == (412, "Meanwhile")
    assert hers.delete("stories/AP-1/", if_match=refused["ETag"]).status_code == 200


def test_a_body_with_words_is_refused_not_dropped(hers):
    answer = hers.client.delete(
        "/api/v1/stories/AP-1/",
        b'{"reason": "Old"}',
        content_type="application/json",
        headers=hers.headers,
    )
    assert answer.status_code == 400
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["#/reason"]


def test_two_who_remove_a_column_at_once_leave_one_line(apollo, alice):
    lab = apollo.columns.model.add(apollo, name="Lab", category="doing", by=alice)
    same = apollo.columns.get(pk=lab.pk)
    lab.remove(by=alice)
    last = Event.objects.latest("pk").pk
    same.remove(by=alice)
    assert Event.objects.latest("pk").pk == last


@pytest.fixture
def last_event():
    return lambda: Event.objects.latest("pk")
