"""What is taken over, and that lines of history and rows say the same."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection

from history.models import Event
from integrations.imports.jira import JiraImport, importer
from integrations.models import ImportedRow
from jobs.models import Job
from projects.models import Project
from stories.models import Story
from teams.models import Membership, User
from tests.integrations.imports.issues import (
    ANNA,
    BEN,
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
from tests.present import present

REAL = Path(__file__).parents[2] / "data" / "jira_json"

pytestmark = pytest.mark.django_db


def bring_in(*files, project="TV", **options):
    return JiraImport(files, project, **options).run()


def bring_in_real(**options):
    return bring_in(REAL / "board.json", project="EE", sprints=[REAL / "sprints.json"], **options)


def verbs(story):
    return list(story.events.order_by("pk").values_list("verb", flat=True))


def told(story, verb):
    return [event.details for event in story.events.filter(verb=verb).order_by("pk")]


@pytest.fixture
def one_sprint(tmp_path):
    """An issue that is planned, owned, sized, worked on and done in one sprint."""
    return write(
        tmp_path,
        issue(
            42,
            change(1, "2026-01-05T08:30:00.000Z", item("Sprint", "", "7", "", "Sprint 7")),
            change(
                2,
                "2026-01-05T08:31:00.000Z",
                item("Story Points", "", "", "", "3", "customfield_1"),
                item("assignee", None, "b2", None, "Ben"),
            ),
            change(3, "2026-01-06T08:00:00.000Z", moved(TODO, DOING), by=BEN),
            change(4, "2026-01-08T08:00:00.000Z", moved(DOING, DONE), by=BEN),
            at="2026-01-05T07:00:00.000Z",
            assignee=BEN,
            status=status(DONE),
            customfield_1=3.0,
            customfield_9=[SPRINT | {"startDate": "2026-01-05T09:00:00.000Z"}],
            comment={
                "total": 1,
                "comments": [
                    {
                        "id": "5",
                        "created": "2026-01-07T08:00:00.000Z",
                        "author": ANNA,
                        "body": "Nearly.",
                    }
                ],
            },
        ),
    )


def test_a_story_gets_the_lines_that_our_verbs_would_have_left(one_sprint):
    summary = bring_in(one_sprint)
    project = Project.objects.get(key="TV")
    story, sprint, ben = project.stories.get(), project.sprints.get(), User.objects.get(name="Ben")

    assert (story.number, story.owner, story.points, story.sprint) == (42, ben, Decimal(3), sprint)
    assert verbs(story) == [
        "story_created",
        "story_planned",
        "story_estimated",
        "story_handed",
        "story_moved",
        "story_commented",
        "story_moved",
    ]
    planned = {"was": None, "now": sprint.pk, "was_number": None, "now_number": sprint.number}
    assert told(story, "story_planned") == [planned]
    assert told(story, "story_estimated")[0]["now"] == {"points": 3.0, "time_box_days": None}
    assert told(story, "story_handed") == [
        {"was": None, "now": ben.pk, "was_discipline": "", "now_discipline": "unknown"}
    ]
    moves = told(story, "story_moved")
    assert [one["now_category"] for one in moves] == ["doing", "done"]
    assert moves[1]["now"] == story.column_id
    assert (summary.stories, summary.comments, summary.people, summary.sprints) == (1, 1, 2, 1)
    assert Job.objects.waiting().filter(kind="refresh_facts").count() == 1


def test_times_are_the_original_ones_and_the_server_keeps_its_own(one_sprint):
    bring_in(one_sprint)
    story = Story.objects.get()
    last = present(story.events.order_by("pk").last())
    assert last.at == story.done_at
    assert story.done_at.isoformat() == "2026-01-08T08:00:00+00:00"
    assert last.recorded_at > last.at
    assert (present(last.actor).name, last.discipline, last.role) == ("Ben", "unknown", "member")


def test_the_commitment_is_what_was_in_the_sprint_when_it_began(one_sprint):
    bring_in(one_sprint)
    sprint = Project.objects.get(key="TV").sprints.get()
    assert (sprint.number, sprint.state, sprint.commitment.reason) == (7, "closed", "imported")
    assert [line.story.number for line in sprint.commitment.lines.all()] == [42]
    assert sprint.commitment.lines.get().points == 3
    lines = sprint.events.order_by("pk").values_list("verb", "details")
    assert [verb for verb, _ in lines] == ["sprint_planned", "sprint_kicked_off", "sprint_closed"]
    assert lines[1][1] == {"stories": 1, "points": 3.0}
    assert lines[2][1] == {"left": 0}


def test_what_is_open_at_the_end_of_a_sprint_is_carried_over(tmp_path):
    following = SPRINT | {
        "id": 8,
        "name": "Sprint 8",
        "state": "active",
        "completeDate": None,
        "startDate": "2026-01-19T08:00:00.000Z",
        "endDate": "2026-02-01T08:00:00.000Z",
    }
    into_next = change(
        9, "2026-01-16T15:00:01.000Z", item("Sprint", "7", "7, 8", "Sprint 7", "Sprint 7, Sprint 8")
    )
    bring_in(
        write(
            tmp_path,
            issue(1, into_next, customfield_9=[SPRINT, following]),
            issue(2, customfield_9=[SPRINT]),
        )
    )
    moved_on, left = Story.objects.order_by("number")
    seven, eight = Project.objects.get().sprints.order_by("number")

    assert (moved_on.sprint, left.sprint) == (eight, None)
    assert told(moved_on, "story_carried_over") == [
        {"was": seven.pk, "now": eight.pk, "was_number": 7, "now_number": 8}
    ]
    assert told(left, "story_carried_over") == [
        {"was": seven.pk, "now": None, "was_number": 7, "now_number": None}
    ]
    assert seven.events.get(verb="sprint_closed").details == {"left": 2}
    assert eight.commitment.lines.get().story == moved_on


def test_a_sub_task_follows_its_parent_into_sprints(tmp_path):
    into = change(1, "2026-01-05T08:30:00.000Z", item("Sprint", "", "7", "", "Sprint 7"))
    parent = issue(
        1, into, at="2026-01-04T08:00:00.000Z", customfield_9=[SPRINT], subtasks=[{"id": "1002"}]
    )
    child = issue(
        2,
        at="2026-01-04T09:00:00.000Z",
        customfield_9=[SPRINT],
        parent={"id": "1001"},
    )
    bring_in(write(tmp_path, parent, child))
    child = Story.objects.get(number=2)
    assert told(child, "story_created")[0]["sprint"] is None
    assert len(told(child, "story_planned")) == 1


def test_epics_become_themes_and_wont_do_is_dropped(tmp_path):
    epic = issue(1, issuetype={"name": "Epic", "hierarchyLevel": 1}, summary="A long line")
    closed = change(
        1,
        "2026-01-07T08:00:00.000Z",
        moved(TODO, DONE),
        item("resolution", None, "2", "", "Won't Do"),
    )
    under = issue(
        2,
        closed,
        status=status(DONE),
        resolution={"name": "Won't Do"},
        parent={"id": "1001", "fields": {"issuetype": {"name": "Epic"}}},
    )
    summary = bring_in(write(tmp_path, epic, under))
    story = Story.objects.get()
    assert present(story.theme).title == "A long line"
    assert (story.category, story.done_at) == ("dropped", None)
    assert summary.themes == 1


def test_flags_labels_titles_and_kinds_have_their_lines(tmp_path):
    bring_in(
        write(
            tmp_path,
            issue(
                1,
                change(1, "2026-01-06T08:00:00.000Z", item("Flagged", "", "1", "", "Impediment")),
                change(2, "2026-01-07T08:00:00.000Z", item("Flagged", "1", "", "Impediment", "")),
                change(3, "2026-01-08T08:00:00.000Z", item("labels", "", "", "", "api web")),
                change(4, "2026-01-09T08:00:00.000Z", item("summary", None, None, "Old", "New")),
                change(5, "2026-01-09T09:00:00.000Z", item("issuetype", "1", "2", "Story", "Bug")),
                summary="New",
                labels=["api", "web"],
                issuetype={"name": "Bug"},
            ),
        )
    )
    story = Story.objects.get()
    assert verbs(story) == [
        "story_created",
        "story_blocked",
        "story_unblocked",
        "story_labelled",
        "story_renamed",
        "story_classified",
    ]
    assert told(story, "story_created")[0]["title"] == "Old"
    assert told(story, "story_labelled") == [
        {"was": {"labels": []}, "now": {"labels": ["api", "web"]}}
    ]
    assert (story.title, story.kind, story.is_blocked) == ("New", "bug", False)


def test_where_the_log_has_a_gap_the_fields_are_believed(tmp_path):
    summary = bring_in(
        write(
            tmp_path,
            issue(
                1,
                change(1, "2026-01-06T08:00:00.000Z", moved(TODO, DOING)),
                status=status(DONE),
            ),
        )
    )
    story = Story.objects.get()
    last = present(story.events.order_by("pk").last())
    assert story.is_done
    assert (last.verb, last.actor, last.role) == ("story_moved", None, "system")
    assert any("TV-1" in note for note in summary.notes)


def test_ids_follow_time_within_the_project():
    bring_in_real()
    events = Event.objects.filter(project__key="EE").order_by("pk")
    times = [event.at for event in events]
    assert times == sorted(times)
    assert len(times) > 100


def test_every_row_can_be_told_again_from_its_lines():
    """The law that holds history and rows together, on a real board."""
    bring_in_real()
    for story in Story.objects.filter(project__key="EE"):
        stand, done_at = {}, None
        for event in story.events.order_by("pk"):
            details = event.details
            match event.verb.removeprefix("story_"):
                case "created":
                    stand = details.copy()
                    del stand["points"], stand["owner_discipline"]
                case "moved":
                    assert details["was"] == stand["column"]
                    stand |= {"column": details["now"], "category": details["now_category"]}
                case "handed":
                    assert details["was"] == stand["owner"]
                    stand["owner"] = details["now"]
                case "planned" | "carried_over":
                    assert details["was"] == stand["sprint"]
                    stand |= {"sprint": details["now"], "sprint_number": details["now_number"]}
                case "renamed" | "classified":
                    stand |= details["now"]
                case "filed":
                    stand["theme"] = details["now"]
            done_at = (done_at or event.at) if stand["category"] == "done" else None
        assert stand == {
            "title": story.title,
            "kind": story.kind,
            "column": story.column_id,
            "category": story.category,
            "hypothesis": story.hypothesis_id,
            "release": story.release_id,
            "owner": story.owner_id,
            "sprint": story.sprint_id,
            "sprint_number": story.sprint and story.sprint.number,
            "theme": story.theme_id,
        }
        assert story.done_at == done_at
        assert story.column.category == story.category


def test_the_real_board_arrives_with_its_chinese_columns_and_dropped_stories():
    summary = bring_in_real(statuses=REAL / "statuses.json")
    project = Project.objects.get(key="EE")
    assert project.columns.get(name="已完成").category == "done"
    assert project.stories.done().count() == 8
    assert project.stories.filter(category="dropped").count() == 2
    assert project.stories.get(number=4).title.isprintable()
    assert [sprint.number for sprint in project.sprints.order_by("number")] == [7, 8, 9, 10]
    assert "EE Sprint 7 (2020-06-26 → 2020-06-21)" in " ".join(summary.notes)
    assert project.themes.get().title == "K5 epic"


def test_the_planner_hears_of_many_lines_before_anybody_reads_them(monkeypatch):
    monkeypatch.setattr(importer, "MANY", 1)
    bring_in_real()
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'projects_event'")
        assert cursor.fetchone()[0] == Event.objects.count()


def test_the_same_file_again_changes_nothing():
    bring_in_real()
    before = {
        model: model.objects.count() for model in (Event, Story, User, Membership, ImportedRow)
    }
    summary = bring_in_real()
    assert str(summary) == "EE: nothing new."
    assert before == {model: model.objects.count() for model in before}


def test_a_newer_export_adds_only_what_is_new(tmp_path):
    first = change(1, "2026-01-06T08:00:00.000Z", moved(TODO, DOING))
    bring_in(write(tmp_path, issue(1, first, status=status(DOING))))
    later = change(2, "2026-01-09T08:00:00.000Z", moved(DOING, DONE))
    summary = bring_in(
        write(
            tmp_path,
            issue(1, first, later, status=status(DONE)),
            issue(2),
            name="newer.json",
        )
    )
    story = Story.objects.get(number=1)
    assert story.is_done
    assert verbs(story) == ["story_created", "story_moved", "story_moved"]
    assert (summary.stories, summary.brought_up) == (1, 1)


def test_a_sprint_that_was_running_is_closed_by_a_newer_export(tmp_path):
    running = SPRINT | {"state": "active", "completeDate": None}
    bring_in(write(tmp_path, issue(1, customfield_9=[running])))
    bring_in(write(tmp_path, issue(1, customfield_9=[SPRINT]), name="newer.json"))
    sprint = Project.objects.get().sprints.get()
    story = Story.objects.get()
    assert sprint.is_closed
    assert (story.sprint, verbs(story)[-1]) == (None, "story_carried_over")
    assert sprint.events.filter(verb="sprint_kicked_off").count() == 1


def test_people_get_what_the_mapping_file_says(tmp_path, one_sprint):
    people = tmp_path / "people.csv"
    people.write_text(
        "person,discipline,role,email\na1,science,lead,\nben,engineering,,b@example.org\n"
    )
    bring_in(one_sprint, people=people)
    anna, ben = Membership.objects.order_by("user__name")
    assert (anna.discipline, anna.role) == ("science", "lead")
    assert (ben.discipline, ben.role, ben.user.email) == ("engineering", "member", "b@example.org")
    assert not anna.user.has_usable_password()
    assert told(Story.objects.get(), "story_handed")[0]["now_discipline"] == "engineering"


def test_without_a_mapping_disciplines_are_unknown_and_that_is_said(one_sprint):
    summary = bring_in(one_sprint)
    assert {one.discipline for one in Membership.objects.all()} == {"unknown"}
    assert any("discipline of 2 people is unknown" in note for note in summary.notes)


def test_who_left_is_a_member_for_their_time_only(tmp_path):
    gone = ANNA | {"active": False}
    bring_in(write(tmp_path, issue(1, creator=gone)))
    membership = Membership.objects.get()
    assert present(membership.left_at) > membership.joined_at
    verbs = Event.objects.filter(project=None).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["team_member_joined", "team_member_left"]


def test_a_team_larger_than_its_limit_is_taken_over_as_it_was(tmp_path):
    crowd = [issue(n, creator=ANNA | {"accountId": f"p{n}"}) for n in range(1, 12)]
    summary = bring_in(write(tmp_path, *crowd))
    team = Project.objects.get().team
    assert team.memberships.current().count() == 11
    assert team.size_limit == 8
    assert any("has no lead yet" in note for note in summary.notes)


def test_an_import_into_a_project_that_has_stories_keeps_both(tmp_path, story, apollo):
    bring_in(write(tmp_path, issue(1), issue(77)), project="AP")
    assert apollo.stories.count() == 7
    assert apollo.stories.filter(labels=["TV-1"]).get().number == 78
    assert apollo.stories.get(number=77).labels == []


def test_a_long_changelog_comes_from_a_file_of_its_own(tmp_path):
    cut = issue(1, change(2, "2026-01-09T08:00:00.000Z", moved(DOING, DONE)), status=status(DONE))
    cut["changelog"]["total"] = 2
    rest = {
        "1001": [
            change(1, "2026-01-06T08:00:00.000Z", moved(TODO, DOING)),
            change(2, "2026-01-09T08:00:00.000Z", moved(DOING, DONE)),
        ]
    }
    whole = tmp_path / "changelogs.json"
    whole.write_text(json.dumps(rest))
    summary = bring_in(write(tmp_path, cut), changelogs=whole)
    assert len(told(Story.objects.get(), "story_moved")) == 2
    assert not any("only part" in note for note in summary.notes)


def test_pages_that_overlap_give_each_issue_once(tmp_path):
    pages = [
        write(tmp_path, issue(1), issue(2)),
        write(tmp_path, issue(2), issue(3), name="2.json"),
    ]
    assert bring_in(*pages).stories == 3


def test_only_one_jira_project_is_taken_if_so_asked():
    summary = bring_in_real(only="EE")
    assert "Left out: 3 issues of K5." in summary.notes


def test_the_people_of_an_export_can_be_listed_for_the_mapping(one_sprint, capsys):
    from django.core.management import call_command

    call_command("import_jira", str(one_sprint), "--list-people")
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert [(row["person"], row["discipline"], row["name"]) for row in rows] == [
        ("a1", "unknown", "Anna"),
        ("b2", "unknown", "Ben"),
    ]
    assert not Project.objects.exists()
