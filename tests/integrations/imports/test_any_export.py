"""Whatever an export holds, the import ends well or with a sentence, and accounts for all of it."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from history.models import Event
from integrations.imports.jira import JiraImport
from integrations.imports.jira import event_writer as ledger
from integrations.imports.jira import scan as survey
from integrations.models import ImportedRow
from projects.models import Project
from sprints.models import Sprint
from stories.models import Comment, Story
from teams.models import Team, User
from tests.integrations.imports.issues import (
    ANNA,
    DOING,
    DONE,
    SPRINT,
    TODO,
    change,
    issue,
    item,
    moved,
    status,
    write,
)

REAL = json.loads((Path(__file__).parents[2] / "data" / "jira_json" / "board.json").read_text())
MODELS = (Project, Story, Event, Team, User, Comment, Sprint, ImportedRow)

pytestmark = pytest.mark.django_db

ODD: list[object] = [
    None,
    True,
    [],
    {},
    [None],
    [[]],
    "",
    " ",
    "x",
    "\0",
    "\ud800",
    "👩‍🔬" * 50,
    "9" * 5000,
    10**400,
    1e308,
    -1,
    0,
    2**63,
    "1900-01-01",
    "2026-03-29T02:30:00.000+0100",
    "2026-01-01T00:00:00+2359",
    {"id": "1"},
    {"id": [], "name": {}},
    [{"id": 7, "name": "S", "state": "active"}],
    [SPRINT | {"originBoardId": ["x"]}],
    [SPRINT | {"startDate": None}],
    "x" * 30_000,
]


def places(value, path=()):
    """Where in a value something else may stand."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*path, key)
            yield from places(inner, (*path, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value[:3]):
            yield (*path, n)
            yield from places(inner, (*path, n))


def small():
    log = [
        change(1, "2026-01-06T08:00:00.000Z", moved(TODO, DOING), item("Sprint", "", "7, 8")),
        change(
            2, "2026-01-07T08:00:00.000Z", item("Story-Punkte", "", "", "3", "5", "customfield_1")
        ),
        change(3, "2026-01-08T08:00:00.000Z", item("assignee", "", "c3", "", "Cem")),
    ]
    comments = {
        "total": 2,
        "comments": [
            {"id": "5", "created": "2026-01-07T08:00:00.000Z", "author": ANNA, "body": "Hm."},
            {"id": "6", "created": "2026-01-07T09:00:00.000Z", "author": ANNA, "body": " "},
        ],
    }
    return {
        "total": 3,
        "issues": [
            issue(
                1,
                *log,
                comment=comments,
                customfield_9=[SPRINT],
                status=status(DOING),
                customfield_1=5,
                resolutiondate="2026-01-09T08:00:00.000Z",
                reporter=ANNA,
            ),
            issue(2, issuetype={"name": "Epic"}, comment=copy.deepcopy(comments)),
            issue(
                3,
                status=status(DONE),
                resolutiondate="2026-01-09T08:00:00.000Z",
                customfield_9=[SPRINT | {"id": 8, "originBoardId": 2}],
            ),
        ],
    }


SOURCES = [(whole, list(places(whole))) for whole in (small(), REAL)]


@some.composite
def exports(draw):
    """A real board or a small one in which up to three things are something else, or gone."""
    whole, where = draw(some.sampled_from(SOURCES))
    export = copy.deepcopy(whole)
    for _ in range(draw(some.integers(0, 3))):
        path = draw(some.sampled_from(where))
        value = draw(some.sampled_from(ODD))
        holder = export
        try:
            for step in path[:-1]:
                holder = holder[step]
            holder[path[-1]] = copy.deepcopy(value)
        except (KeyError, IndexError, TypeError):
            continue
    return export


def counted(export):
    """Issues and comments of the file, counted without the importer."""
    issues = export["issues"]
    remarks = [(one["fields"].get("comment") or {}).get("comments") or [] for one in issues]
    return len(issues), sum(map(len, remarks))


def counts():
    return [model.objects.count() for model in MODELS]


def brought_in(path):
    try:
        return JiraImport([path], "TV").run()
    except Exception as error:
        refusal: Any = error
        sentence = getattr(refusal, "sentence", None) or " ".join(refusal.messages)
        assert "\0" not in sentence.encode().decode()  # no half characters either
        assert "please report" not in sentence, sentence
        assert "the database refused" not in sentence, sentence
        return None


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(export=exports())
@example(export=small())
@example(export=REAL)
def test_any_export_ends_in_a_summary_that_adds_up_or_in_a_sentence(tmp_path, export):
    path = tmp_path / "any.json"
    path.write_text(json.dumps(export))
    with transaction.atomic():
        before = counts()
        summary = brought_in(path)
        if summary is None:
            assert counts() == before
        else:
            for tally in summary.tallies:
                assert sum(tally.parts.values()) == tally.told, str(tally)
                assert min(tally.parts.values()) >= 0, str(tally)
            issues, comments, sprints, people = summary.tallies
            assert (issues.told, comments.told) == counted(export)
            assert issues.parts["new stories"] == Story.objects.count()
            assert comments.parts["taken over"] == Comment.objects.count()
            assert sprints.parts["new"] == Sprint.objects.count()
            assert people.parts["new"] == User.objects.count()
            after = counts()
            assert str(JiraImport([path], "TV").run()) == "TV: nothing new."
            assert counts() == after
        transaction.set_rollback(True)


signs = some.text(some.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=130)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ids=some.lists(signs, min_size=1, max_size=8, unique=True))
@example(ids=["john.doe", "john_doe", "JOHN.DOE", "иванов", "петров", "张三", "李四", "-", "_"])
@example(ids=["q", "Q"])
@example(ids=["x" * 100 + "a", "x" * 100 + "b"])
def test_there_are_as_many_people_as_the_file_has_accounts(tmp_path, ids):
    path = write(
        tmp_path,
        *(
            issue(n, creator={"accountId": one, "displayName": "The same"})
            for n, one in enumerate(ids, start=1)
        ),
    )
    with transaction.atomic():
        JiraImport([path], "TV").run()
        assert User.objects.count() == len(ids)
        assert Story.objects.values("created_by").distinct().count() == len(ids)
        transaction.set_rollback(True)


days = some.integers(1, 28)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=some.lists(
        some.tuples(
            days,
            days,
            some.sampled_from([1, 2, 3, None]),
            some.sampled_from(["closed", "active", "future"]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_sprints_of_any_boards_and_days_fit_or_are_told(tmp_path, drawn):
    sprints = [
        {
            "id": n,
            "name": f"S {n}",
            "state": state,
            "originBoardId": board,
            "startDate": f"2026-01-{first:02}T09:00:00.000Z",
            "endDate": f"2026-01-{last:02}T09:00:00.000Z",
        }
        for n, (first, last, board, state) in enumerate(drawn, start=1)
    ]
    path = write(
        tmp_path, *(issue(n, customfield_9=[one]) for n, one in enumerate(sprints, start=1))
    )
    with transaction.atomic():
        tally = JiraImport([path], "TV").run().tallies[2]
        assert tally.told == len(sprints) == sum(tally.parts.values())
        assert tally.parts["new"] == Sprint.objects.count()
        transaction.set_rollback(True)


def test_comments_without_words_and_those_of_epics_are_counted(tmp_path, capsys):
    call_command("import_jira", str(write(tmp_path, *small()["issues"])), "--project", "TV")
    told = capsys.readouterr().out
    assert (
        "Comments in the files: 4 (taken over: 1, left out as without a text: 1, "
        "left out as of epics, which have none here: 2)." in told
    )
    assert "Issues in the files: 3 (new stories: 2, epics, which are themes here: 1)." in told


class Full:
    """A disk with no room left."""

    def __init__(self, *args):
        pass

    def write(self, data):
        raise OSError(28, "No space left on device")


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(survey, "TemporaryFile", Full)
    with pytest.raises(CommandError, match=r"No space left on device.* Nothing was imported\."):
        call_command("import_jira", str(write(tmp_path, issue(1))), "--project", "TV")
    assert not any(counts())


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), ZeroDivisionError("odd")])
def test_what_stops_half_way_leaves_nothing(tmp_path, monkeypatch, fault):
    def stop(self):
        raise fault

    monkeypatch.setattr(ledger.EventWriter, "write", stop)
    with pytest.raises(CommandError, match=r"Nothing was imported\."):
        call_command("import_jira", str(write(tmp_path, issue(1))), "--project", "TV")
    assert not any(counts())


def test_a_wrong_kind_of_file_is_told_what_to_give_instead(tmp_path):
    for text, told in {
        "Summary,Issue key,Issue id,Status\na,b,c,d": "looks like CSV",
        "<!DOCTYPE html><html>": "did Jira ask to sign in",
        '<?xml version="1.0"?><rss>': "is XML",
        '[{"id": "1", "name": "To Do"}]': "is a list of something else",
        '{"errorMessages": ["The value EE does not exist."]}': "refusal of Jira's: “The value EE",
    }.items():
        path = tmp_path / "wrong"
        path.write_text(text)
        with pytest.raises(CommandError, match=told):
            call_command("import_jira", str(path), "--project", "TV")


def test_a_page_of_a_larger_search_is_told(tmp_path):
    summary = JiraImport([write(tmp_path, issue(1), total=230)], "TV").run()
    assert any("found 230 issues and the files hold 1" in note for note in summary.notes)


def test_an_address_that_names_share_is_the_first_ones_in_later_imports_too(tmp_path):
    anna, ben, cem = (
        {"accountId": name.lower(), "displayName": name, "emailAddress": "team@example.org"}
        for name in ("Anna", "Ben", "Cem")
    )
    first = JiraImport([write(tmp_path, issue(1, creator=anna), issue(2, creator=ben))], "TV").run()
    assert User.objects.get(email="team@example.org").name == "Anna"
    assert any("Ben (team@example.org)" in note for note in first.notes)
    JiraImport([write(tmp_path, issue(1, creator=anna), issue(3, creator=cem))], "TV").run()
    assert User.objects.count() == 3


def test_who_is_here_already_is_known_by_their_address_however_it_is_written(tmp_path):
    here = User.objects.create_user("anna@example.org", name="Anna Smith")
    told = ANNA | {"emailAddress": "Anna@Example.org"}
    summary = JiraImport([write(tmp_path, issue(1, creator=told))], "TV").run()
    assert Story.objects.get().created_by == here
    assert summary.tallies[3].parts["here already"] == 1


def test_accounts_of_an_import_of_before_stay_who_they_are(tmp_path):
    """Their placeholder had been made of fewer signs of their id."""
    old = User.objects.create_user("557058-ab@jira.invalid", name="Anna")
    told = {"accountId": "557058:ab", "displayName": "Anna"}
    JiraImport([write(tmp_path, issue(1, creator=told))], "TV").run()
    assert Story.objects.get().created_by == old
