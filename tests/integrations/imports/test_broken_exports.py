"""A broken file leaves nothing behind, and says where it broke."""

import copy
import json

import pytest
from django.core.management import CommandError, call_command

from history.models import Event
from projects.models import Project
from stories.models import Story
from teams.models import Team, User
from tests.integrations.imports.issues import ANNA, DOING, TODO, change, issue, moved, write

pytestmark = pytest.mark.django_db

GOOD = issue(
    1,
    change(1, "2026-01-06T08:00:00.000Z", moved(TODO, DOING)),
    comment={
        "total": 1,
        "comments": [
            {"id": "5", "created": "2026-01-07T08:00:00.000Z", "author": ANNA, "body": "Hm."}
        ],
    },
)


def changed(path, value):
    broken = copy.deepcopy(GOOD)
    broken["id"], broken["key"] = "2", "TV-2"
    place = broken
    for name in path[:-1]:
        place = place[name]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return broken


def refusal_of(*arguments):
    with pytest.raises(CommandError) as refusal:
        call_command("import_jira", *map(str, arguments), "--project", "TV")
    for model in (Project, Story, Event, Team, User):
        assert not model.objects.exists()
    return str(refusal.value)


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (["fields"], ..., "TV-2: fields: is missing."),
        (["fields"], [], "TV-2: fields: an object was expected, not a list."),
        (["fields", "summary"], 7, "TV-2: fields.summary: a text was expected, not “7”."),
        (["fields", "created"], "06/12/20", "fields.created: “06/12/20” isn't a date"),
        (["fields", "created"], "2026-01-05T09:00:00", "has no time zone"),
        (["fields", "created"], "0001-01-05T09:00:00+00:00", "isn't a believable date"),
        (["fields", "created"], None, "fields.created: a date was expected, not nothing."),
        (["fields", "status"], None, "fields.status: is missing."),
        (["fields", "status", "id"], "x", "fields.status.id: an id was expected, not “x”."),
        (["fields", "labels"], "web", "fields.labels: a list was expected, not “web”."),
        (["fields", "labels"], ["web", 1], "fields.labels.1: a text was expected"),
        (
            ["changelog"],
            ...,
            "TV-2: changelog: is missing; export the search with expand=changelog",
        ),
        (
            ["changelog", "histories", 0, "created"],
            "soon",
            "changelog.histories[0].created: “soon”",
        ),
        (["changelog", "histories", 0, "items"], {}, "changelog.histories[0].items: a list was"),
        (["changelog", "histories", 0, "items", 0], "x", "histories[0].items[0]: an object was"),
        (["changelog", "histories", 0, "author"], "Anna", "histories[0].author: an object was"),
        (["fields", "comment", "comments", 0, "id"], None, "comment.comments[0].id: an id was"),
        (["key"], "TV", "issue 2.key: “TV” isn't the key of an issue"),
        (["id"], "../etc", "TV-2: id: an id was expected"),
    ],
)
def test_a_wrong_field_is_named_with_file_issue_and_place(tmp_path, path, value, told):
    message = refusal_of(write(tmp_path, GOOD, changed(path, value)))
    assert told in message
    assert message.startswith("export.json, issue 2")
    assert message.endswith("Nothing was imported.")


def test_points_that_are_no_number_are_refused_after_the_first_look(tmp_path):
    export = write(
        tmp_path,
        changed(["fields", "customfield_1"], "five"),
        names={"customfield_1": "Story Points"},
    )
    assert "TV-2: fields.customfield_1: a number was expected" in refusal_of(export)


def test_a_file_that_is_cut_off_leaves_nothing(tmp_path):
    whole = write(tmp_path, GOOD, changed(["id"], "3"))
    whole.write_bytes(whole.read_bytes()[:-100])
    assert "the file ends in the middle" in refusal_of(whole)


def test_a_second_file_that_is_broken_undoes_the_first(tmp_path):
    other = tmp_path / "other.json"
    other.write_text("[]]")
    assert "other.json" in refusal_of(write(tmp_path, GOOD), other)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({"values": []}, "holds no list “issues”"),
        ({"issues": []}, "holds no issues"),
        ({"issues": ["TV-1"]}, "issue 1: an object was expected, not a text."),
        ({"issues": None}, "“issues” isn't a list."),
    ],
)
def test_json_that_is_something_else_is_told(tmp_path, content, told):
    path = tmp_path / "export.json"
    path.write_text(json.dumps(content))
    assert told in refusal_of(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name;discipline\nAnna;science\n", "the columns are person, discipline"),
        ("person,discipline\nAnna,wizard\n", "people.csv, line 2: discipline “wizard”"),
        ("person,discipline,role\nAnna,science,boss\n", "role “boss”"),
        ("person,discipline\nAnna,science,x,y\n", "more or fewer columns"),
        ("person,discipline\nAnna,science\nanna,product\n", "line 3: person “anna” is missing or"),
    ],
)
def test_a_broken_mapping_is_told_with_its_line(tmp_path, text, told):
    people = tmp_path / "people.csv"
    people.write_text(text)
    assert told in refusal_of(write(tmp_path, GOOD), "--people", people)


def test_a_key_that_is_none_is_refused(tmp_path):
    with pytest.raises(CommandError, match="2 to 10 capital letters"):
        call_command("import_jira", str(write(tmp_path, GOOD)), "--project", "nope!")
    assert not Team.objects.exists()
