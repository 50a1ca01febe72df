"""PATCH: several fields of a row at once, by the verbs that change them one by one."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from history.models import Event
from projects.models import Theme
from tests.api.routes import PATTERNS, WRITES
from tests.api.test_every_route import ROUTES, address_of, body_of
from web.api.patching import Patched

PATCHED = [route for route in WRITES if route.startswith("PATCH ")]
ANY = {"if_match": "*"}
WITHOUT_A_LINE = {"PATCH api-me", "PATCH wall-group-detail"}  # one's own settings, places
RESOURCES: set[Any] = {
    pattern.callback.cls
    for pattern in PATTERNS
    if hasattr(getattr(pattern.callback, "cls", None), "shape")
}


@pytest.fixture
def hers(api, alice, stories):
    return api(alice)


@pytest.fixture
def last(stories):
    return Event.objects.latest("pk").pk


def told_since(last):
    return list(Event.objects.filter(pk__gt=last).order_by("pk").values_list("verb", flat=True))


def test_several_fields_of_a_story_change_together(hers, apollo, sprint, theme, bob, last):
    doing = apollo.columns.first_of("doing")
    last = Event.objects.latest("pk").pk
    answer = hers.patch(
        "stories/AP-1/",
        {
            "title": "Fill the gaps",
            "body": "All of them",
            "points": 3,
            "owner": bob.pk,
            "labels": ["data", " data ", "late"],
            "kind": "bug",
            "column": doing.pk,
            "sprint": None,
            "theme": theme.pk,
        },
        **ANY,
    )
    assert answer.status_code == 200, answer.content
    story = answer.json()
    assert story == hers.get("stories/AP-1/").json()
    assert answer["ETag"] == hers.get("stories/AP-1/")["ETag"]
    assert (story["title"], story["body"], story["points"]) == ("Fill the gaps", "All of them", 3)
    assert (story["owner"]["id"], story["labels"]) == (bob.pk, ["data", "late"])
    assert (story["kind"], story["column"]["id"]) == ("bug", doing.pk)
    assert (story["sprint"], story["theme"]["id"]) == (None, theme.pk)
    assert sorted(told_since(last)) == [
        "story_classified",
        "story_described",
        "story_estimated",
        "story_filed",
        "story_handed",
        "story_labelled",
        "story_moved",
        "story_planned",
        "story_renamed",
    ]


def test_it_says_what_the_single_address_says(hers, last):
    hers.post("stories/AP-1/titles/", {"title": "Other"})
    alone = Event.objects.latest("pk")
    hers.patch("stories/AP-2/", {"title": "Other"}, **ANY)
    together = Event.objects.latest("pk")
    assert together.verb == alone.verb
    assert together.details.keys() == alone.details.keys()
    assert together.old_texts.get().text == "Story 2"


@pytest.mark.parametrize("route", PATCHED)
def test_sent_again_it_changes_nothing_and_is_no_event(api, alice, rows, route):
    client, path, body = api(alice), address_of(ROUTES[route], rows), body_of(route, rows)
    last = Event.objects.latest("pk").pk
    first = client.patch(path, body, **ANY)
    assert first.status_code == 200, first.content
    assert bool(told_since(last)) == (route not in WITHOUT_A_LINE)
    last = Event.objects.latest("pk").pk
    again = client.patch(path, body, if_match=first["ETag"])
    assert (again.status_code, again.content) == (200, first.content)
    assert client.patch(path, {}, **ANY).content == first.content
    assert told_since(last) == []


@pytest.mark.parametrize("route", PATCHED)
def test_all_faults_are_told_at_once_each_with_its_place(api, alice, rows, route):
    client, path = api(alice), address_of(ROUTES[route], rows)
    last = Event.objects.latest("pk").pk
    wrong = {"nothing": 1, "id": 5, **{name: {} for name in body_of(route, rows)}}
    answer = client.patch(path, wrong, **ANY)
    assert answer.status_code == 400
    assert {fault["pointer"].split("/")[1] for fault in answer.json()["errors"]} == set(wrong)
    assert told_since(last) == []


def test_what_only_verbs_or_time_change_is_refused_as_such(hers):
    answer = hers.patch("stories/AP-1/", {"updated_at": None, "rank": 1, "colour": "red"}, **ANY)
    assert answer.status_code == 400
    assert {fault["pointer"]: fault["detail"] for fault in answer.json()["errors"]} == {
        "#/updated_at": "This field can't be changed here.",
        "#/rank": "This field can't be changed here.",
        "#/colour": "There is no such field.",
    }


def test_it_is_all_or_nothing(hers, stories, last):
    """The title could be changed, the two measures exclude each other."""
    answer = hers.patch("stories/AP-1/", {"title": "Other", "points": 3, "time_box_days": 2}, **ANY)
    assert answer.status_code == 409
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["#/time_box_days"]
    assert hers.get("stories/AP-1/").json()["title"] == stories[0].title
    assert told_since(last) == []


def test_fields_of_one_verb_go_with_what_stands_of_the_others(hers, apollo, alice):
    doing = apollo.columns.first_of("doing")
    path = f"projects/AP/columns/{doing.pk}/"
    assert doing.wip_limit
    assert hers.patch(path, {"name": "At it"}).json()["wip_limit"] == doing.wip_limit
    assert hers.patch(path, {"wip_limit": None}).json()["name"] == "At it"
    assert hers.patch("stories/AP-1/", {"points": 5}, **ANY).json()["points"] == 5
    refused = hers.patch("stories/AP-1/", {"time_box_days": 2}, **ANY)
    assert refused.status_code == 409
    both = hers.patch("stories/AP-1/", {"points": None, "time_box_days": 2}, **ANY).json()
    assert (both["points"], both["time_box_days"]) == (None, 2)


def test_what_is_so_already_asks_for_no_role(api, bob, theme, alice):
    """A member may reword a theme; its days are a lead's, but these aren't touched."""
    theme.plan(starts_on=date(2026, 1, 1), ends_on=None, by=alice)
    path, same = f"projects/AP/themes/{theme.pk}/", {"starts_on": "2026-01-01", "ends_on": None}
    his = api(bob)
    assert his.patch(path, {"title": "Other", **same}, **ANY).status_code == 200
    assert his.patch(path, {"title": "Third", "ends_on": "2026-02-01"}, **ANY).status_code == 403
    assert Theme.objects.get(pk=theme.pk).title == "Other"


def test_work_that_is_taken_up_again_comes_to_the_sprint_that_is_named(hers, apollo, sprint, alice):
    """Each field is compared when its turn comes: the move alone would leave the sprint."""
    story = apollo.stories.get(number=1)
    story.hand_to(alice, by=alice)
    story.plan_into(sprint, by=alice)
    sprint.kick_off(by=alice)
    story.move_to(apollo.columns.first_of("done"), by=alice)
    sprint.close(by=alice)
    todo = apollo.columns.first_of("todo").pk
    refused = hers.patch("stories/AP-1/", {"column": todo, "sprint": 1}, **ANY)
    assert refused.status_code == 409
    assert hers.get("stories/AP-1/").json()["category"] == "done"
    taken = hers.patch("stories/AP-1/", {"column": todo, "sprint": None}, **ANY).json()
    assert (taken["category"], taken["sprint"]) == ("todo", None)


def test_an_outdated_tag_changes_nothing_and_is_told_what_stands(hers, stories, alice):
    read = hers.get("stories/AP-1/")["ETag"]
    stories[0].rename("Meanwhile", by=alice)
    refused = hers.patch("stories/AP-1/", {"points": 3}, if_match=read)
    assert refused.status_code == 412
    assert refused.json()["now"]["title"] == "Meanwhile"
    assert hers.patch("stories/AP-1/", {"points": 3}, if_match=refused["ETag"]).status_code == 200


@pytest.mark.parametrize("kind", ["application/merge-patch+json", "application/json"])
def test_both_types_of_body_are_taken(hers, kind):
    answer = hers.patch("stories/AP-1/", {"title": kind}, content_type=kind, **ANY)
    assert answer.json()["title"] == kind


def test_other_types_are_not_and_posts_take_no_patch(hers):
    other = "application/json-patch+json"
    assert hers.patch("stories/AP-1/", {}, content_type=other, **ANY).status_code == 415
    post = hers.post_raw("stories/AP-1/titles/", b'{"title": "a"}', "application/merge-patch+json")
    assert post.status_code == 415
    allowed = hers.client.options("/api/v1/stories/AP-1/")
    assert "application/merge-patch+json" in allowed["Accept-Patch"]


@pytest.mark.parametrize("body", [[], [{"title": "a"}], "a", 1, None])
def test_a_body_that_is_no_object_is_refused(hers, body):
    assert hers.patch("stories/AP-1/", body, **ANY).status_code == 400


def test_a_closed_project_changes_only_its_state(hers, apollo, alice):
    apollo.enter("finished", by=alice)
    assert hers.patch("stories/AP-1/", {"title": "New"}, **ANY).status_code == 409
    opened = hers.patch("projects/AP/", {"state": "active"}, **ANY)
    assert opened.json()["state"] == "active"


def test_a_reading_token_and_who_left_change_nothing(api, alice, bob, team, stories):
    assert api(alice, scope="read").patch("stories/AP-1/", {"points": 1}, **ANY).status_code == 403
    his = api(bob)
    team.let_go(bob, by=alice)
    assert his.patch("stories/AP-1/", {"points": 1}, **ANY).status_code == 404


def test_a_row_of_somebody_else_is_named_by_its_place(hers):
    answer = hers.patch("stories/AP-1/", {"owner": 987654, "column": 987654}, **ANY)
    assert answer.status_code == 404
    assert {one["pointer"] for one in answer.json()["errors"]} == {"#/owner", "#/column"}


def test_a_member_becomes_something_else(hers, bob):
    path = f"teams/orbit/memberships/{bob.pk}/"
    was = hers.get(path).json()
    now = hers.patch(path, {"capacity": 0.5}, if_match=hers.get(path)["ETag"]).json()
    assert now == hers.get(path).json()
    assert (now["role"], now["discipline"]) == (was["role"], was["discipline"])
    assert (now["capacity"], now["user"]) == (0.5, was["user"])


def test_the_last_lead_stays_one(hers, alice):
    path = f"teams/orbit/memberships/{alice.pk}/"
    assert hers.patch(path, {"role": "member"}).status_code == 409


def test_each_field_that_one_verb_sets_by_its_name_can_be_patched():
    """A verb whose body is some fields of its row says in `edits` that it changes them."""
    forgotten = set()
    for resource in RESOURCES:
        for handler in vars(resource).values():
            takes = getattr(handler, "takes", None)
            if isinstance(takes, type) and not getattr(handler, "edits", None):
                fields = vars(takes)["_declared_fields"]
                shown = set(resource.shape._declared_fields)
                if fields and set(fields) <= shown and handler.__name__ not in NO_EDITS:
                    forgotten.add(handler.__qualname__)
    assert forgotten == set()


NO_EDITS = {
    "alike",  # it looks for others, and writes nothing
    "decisions",  # a verdict is given with its reasons, together
    "closing",  # it ends the action, by what is said
    "end",  # it stops the timer
    "dependencies",  # one more of many
    "end_dependency",
    "create",
    "looks",  # it says that they were seen
    "verdicts",  # on a trial: given with its numbers, together; of an item: for one's discipline
    "restorations",  # it ends, and goes on
    "rollbacks",  # it ends, with a reason
    "failures",
    "cancellations",
    "confirmations",  # it stands for the verdict as it was read
    "agreements",
    "signatures",
    "items",  # one more of many
    "shelf",  # of one item
    "choice",  # a decision is made once, whole
    "successors",  # it opens another one
    "set_asides",  # it ends the question, with a reason
}


def test_a_patch_locks_and_reads_its_row_once(hers, apollo):
    with CaptureQueriesContext(
        connection,
    ) as one:
        hers.patch("stories/AP-1/", {"title": "One"}, **ANY)
    with CaptureQueriesContext(connection) as three:
        hers.patch("stories/AP-1/", {"title": "Two", "points": 3, "labels": ["a"]}, **ANY)
    verbs = [len(each.captured_queries) for each in (one, three)]
    assert verbs[0] <= 20
    assert verbs[1] - verbs[0] <= 2 * 8, "a verb spends eight statements at most"


def test_what_can_be_patched_can_be_read():
    for resource in RESOURCES:
        if issubclass(resource, Patched):
            assert resource.patches
            assert set(resource.patch_takes._declared_fields) <= set(
                resource.shape._declared_fields
            )


def test_days_of_a_sprint_are_held_against_each_other(hers, apollo, sprint):
    path = "projects/AP/sprints/1/"
    late = (sprint.ends_on + timedelta(days=9)).isoformat()
    assert hers.patch(path, {"starts_on": late}).status_code == 409
    assert hers.get(path).json()["starts_on"] == sprint.starts_on.isoformat()
