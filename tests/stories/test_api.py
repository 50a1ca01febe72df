"""Stories over the API: found, read, written and changed by verbs."""

import pytest


@pytest.fixture
def hers(api, alice):
    return api(alice)


def test_a_list_holds_what_may_be_seen(hers, stories):
    answer = hers.get("stories/")

    assert answer.status_code == 200, answer.content
    assert [one["key"] for one in answer.json()["results"]] == [f"AP-{n}" for n in range(1, 6)]
    assert answer.json()["next"] is None


def test_list_and_detail_have_one_shape(hers, story, bob, alice):
    story.pair_with(bob, by=alice)

    listed = hers.get("stories/").json()["results"][0]

    assert hers.get("stories/AP-1/").json() == listed
    assert listed["owner"] == {"id": alice.pk, "name": "Alice"}
    assert listed["coworkers"] == [{"id": bob.pk, "name": "Bob"}]
    assert listed["sprint"] == 1


def test_a_stranger_finds_nothing(api, charlie, story):
    assert api(charlie).get("stories/").json()["results"] == []
    assert api(charlie).get("stories/AP-1/").status_code == 404
    assert api(charlie).delete("stories/AP-1/blockers/").status_code == 404


def test_a_story_is_written(hers, apollo, sprint, bob, theme):
    answer = hers.post(
        "stories/",
        {
            "project": "AP",
            "title": "Land",
            "points": 3,
            "owner": bob.pk,
            "sprint": 1,
            "theme": theme.pk,
            "labels": ["moon"],
        },
    )

    assert answer.status_code == 201, answer.content
    assert answer["Location"] == "http://testserver/api/v1/stories/AP-1/"
    assert answer.json()["points"] == 3.0
    assert answer.json()["theme"] == {"id": theme.pk, "title": "Landing"}
    assert apollo.stories.get().owner == bob


def test_moving_to_done_stamps_the_time(hers, story, done):
    answer = hers.post("stories/AP-1/moves/", {"column": done.pk})

    assert answer.status_code == 200, answer.content
    assert answer.json()["category"] == "done"
    assert answer.json()["done_at"].endswith("Z")


def test_unknown_fields_are_named(hers, story):
    column = story.project.columns.last().pk
    answer = hers.post("stories/AP-1/moves/", {"column": column, "colour": "red"})

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"] == [
        {"pointer": "#/colour", "code": "unknown-field", "detail": "There is no such field."}
    ]


def test_unknown_parameters_are_named(hers, story):
    answer = hers.get("stories/", {"colour": "red"})

    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {
            "parameter": "colour",
            "code": "unknown-parameter",
            "detail": "There is no such parameter.",
        }
    ]


def test_a_refusal_is_a_conflict(hers, story, doing):
    story.project.enter("paused", by=story.created_by)
    story.project.enter("finished", by=story.created_by)

    answer = hers.post("stories/AP-1/moves/", {"column": doing.pk})

    assert answer.status_code == 409
    assert "finished" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("assignments", {"to": None}),
        ("plans", {"sprint": None}),
        ("themes", {"theme": None}),
        ("rankings", {"above": "AP-3", "below": "AP-4"}),
        ("blockers", {"reason": "Waits for data"}),
        ("estimates", {"points": 2}),
        ("estimates", {"time_box_days": 2.5}),
        ("titles", {"title": "Otherwise"}),
        ("descriptions", {"body": "**Words**"}),
        ("kinds", {"kind": "bug"}),
        ("labels", {"labels": ["one", "two"]}),
    ],
)
def test_each_verb_is_a_resource(hers, story, verb, body):
    answer = hers.post(f"stories/AP-1/{verb}/", body, if_match="*")

    assert answer.status_code == 200, answer.content
    again = hers.post(f"stories/AP-1/{verb}/", body, if_match="*")
    assert again.json() == answer.json()


def test_pairing_and_parting(hers, story, bob):
    assert hers.post("stories/AP-1/pairings/", {"user": bob.pk}).json()["coworkers"]
    assert not hers.delete(f"stories/AP-1/pairings/{bob.pk}/").json()["coworkers"]
    assert hers.delete("stories/AP-1/pairings/999999999/").status_code == 404


def test_fields_make_an_answer_slim(hers, story):
    assert hers.get("stories/AP-1/", {"fields": "key,title"}).json() == {
        "key": "AP-1",
        "title": "Story 1",
    }
    assert hers.get("stories/", {"fields": "colour"}).status_code == 400


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"project": "ap", "sprint": 1}, [1, 2]),
        ({"backlog": "true"}, [3, 4, 5]),
        ({"open": "false"}, [5]),
        ({"q": "AP-4"}, [4]),
        ({"order": "-id"}, [5, 4, 3, 2, 1]),
        ({"order": "rank"}, [1, 2, 3, 4, 5]),
        ({"kind": "bug"}, []),
        ({"label": "moon"}, [2]),
    ],
)
def test_filters_and_orders(hers, stories, alice, query, numbers):
    stories[1].label(["moon"], by=alice)
    if "open" in query:
        stories[4].drop(by=alice)

    answer = hers.get("stories/", query)

    assert answer.status_code == 200, answer.content
    assert [one["number"] for one in answer.json()["results"]] == numbers


def test_many_stories_are_written_together(hers, apollo):
    answer = hers.post(
        "stories/bulk/", {"stories": [{"project": "AP", "title": f"S{n}"} for n in range(3)]}
    )

    assert answer.status_code == 201, answer.content
    assert answer.json() == {"keys": ["AP-1", "AP-2", "AP-3"]}


def test_many_stories_are_written_or_none(hers, apollo, gina):
    good = {"project": "AP", "title": "Good"}
    faulty = hers.post("stories/bulk/", {"stories": [good, {**good, "title": ""}]})
    refused = hers.post("stories/bulk/", {"stories": [good, {**good, "owner": gina.pk}]})

    assert faulty.json()["errors"][0]["pointer"] == "#/stories/1/title"
    assert refused.json()["errors"][0]["pointer"] == "#/stories/1/owner"
    assert not apollo.stories.exists()


def test_pages_follow_each_other_while_rows_come_and_go(hers, stories, alice):
    first = hers.get("stories/", {"order": "rank", "page_size": 2}).json()
    stories[0].rank_between(stories[4], None, by=alice)
    second = hers.client.get(first["next"], headers=hers.headers).json()
    third = hers.client.get(second["next"], headers=hers.headers).json()

    numbers = [one["number"] for page in (first, second, third) for one in page["results"]]
    assert numbers == [1, 2, 3, 4, 5, 1]
    assert third["next"] is None


@pytest.mark.parametrize("order", ["id", "-id", "rank", "updated", "-updated"])
def test_every_order_pages_through_all(hers, stories, order):
    path, numbers = "/api/v1/stories/", []
    query: dict | None = {"order": order, "page_size": 2}
    while path:
        page = hers.client.get(path, query, headers=hers.headers).json()
        numbers += [one["number"] for one in page["results"]]
        path, query = page["next"], None

    assert sorted(numbers) == [1, 2, 3, 4, 5]


def test_what_a_story_waits_for_is_read_where_it_is_written(hers, stories):
    assert hers.get("stories/AP-1/").json()["needs"] == []
    for key in ("AP-3", "AP-2"):
        told = hers.post("stories/AP-1/dependencies/", {"needs": key}).json()
    assert told["needs"] == ["AP-2", "AP-3"]
    assert hers.get("stories/AP-1/").json() == told
    listed = {one["key"]: one["needs"] for one in hers.get("stories/").json()["results"]}
    assert listed["AP-1"] == ["AP-2", "AP-3"]
    assert listed["AP-2"] == []
    assert hers.delete("stories/AP-1/dependencies/AP-2/").json()["needs"] == ["AP-3"]
