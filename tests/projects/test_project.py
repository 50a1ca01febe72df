from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from base.refusals import Invalid, NotAllowed, Refused
from history.models import Event
from jobs.models import Job
from projects.models import Charter, Project, Theme, UseCase

WORDS: dict[str, Any] = {
    "end_point": "Ads chosen by what is watched",
    "success": "Ten per cent more response",
    "starts_on": date(2026, 1, 5),
    "ends_on": date(2026, 6, 30),
}


@pytest.fixture
def charter(apollo, alice):
    return Charter.write(apollo, by=alice, **WORDS)


def verbs(project):
    return list(project.events.values_list("verb", flat=True))


def test_a_project_starts_with_a_board(apollo):
    names = list(apollo.columns.values_list("name", flat=True))
    assert names == ["To do", "Doing", "In review", "Done", "Dropped"]
    assert verbs(apollo) == ["project_started"]


@pytest.mark.parametrize("key", ["a", "ap", "A", "A-1", "ÄP", "AP\n", "A" * 11, "", "1A"])
def test_a_key_that_is_none_is_refused(team, alice, key):
    with pytest.raises(ValidationError):
        Project.start(team, key=key, name="X", by=alice)


def test_only_a_lead_starts_and_edits(team, apollo, bob):
    with pytest.raises(NotAllowed):
        Project.start(team, key="XX", name="X", by=bob)
    with pytest.raises(NotAllowed):
        apollo.edit(name="Mine", customer="", business_goal="", by=bob)


def test_an_edit_tells_was_and_now_once(apollo, alice):
    for _ in range(2):
        apollo.edit(name="Apollo 11", customer="Houston", business_goal="Moon", by=alice)
    event = apollo.events.get(verb="project_edited")
    assert event.details["was"]["name"] == "Apollo"
    assert event.details["now"]["name"] == "Apollo 11"


def test_a_finished_project_refuses_work_until_it_is_taken_up_again(apollo, alice, story, doing):
    apollo.enter("finished", by=alice)
    with pytest.raises(Refused, match="take it up again"):
        story.move_to(doing, by=alice)
    story.comment("It flew.", by=alice)
    apollo.enter("active", by=alice)
    story.move_to(doing, by=alice)
    with pytest.raises(Invalid):
        apollo.enter("exploded", by=alice)


def test_visible_to_its_team_alone(apollo, alice, gina, charlie, root):
    assert apollo in Project.objects.visible_to(alice)
    assert apollo in Project.objects.visible_to(gina)
    assert apollo not in Project.objects.visible_to(charlie)
    assert apollo not in Project.objects.visible_to(root)


def test_an_admin_may_rescue_on_the_record(apollo, root):
    apollo.edit(name="Rescued", customer="", business_goal="", by=root)
    event = apollo.events.latest("pk")
    assert (event.actor, event.role, event.discipline) == (root, "admin", "")


def test_a_hundred_changes_ask_for_one_refresh(apollo, alice):
    Job.objects.all().delete()
    for number in range(5):
        Theme.chart(apollo, title=f"T{number}", by=alice)
    job = Job.objects.get(kind="refresh_facts")
    assert (job.args, job.asked) == ({"project": apollo.pk}, 5)


def test_the_database_refuses_to_rewrite_history(apollo):
    event = apollo.events.first()
    for change in (
        lambda: Event.objects.filter(pk=event.pk).update(verb="nothing_happened"),
        lambda: Event.objects.filter(pk=event.pk).delete(),
        lambda: connection.cursor().execute("DELETE FROM projects_event"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    assert Event.objects.get(pk=event.pk).verb == "project_started"


def test_a_charter_is_signed_by_both_disciplines_and_the_customer(charter, alice, bob, gina):
    for person in (alice, bob, gina, gina):
        charter.sign(by=person, content_hash=charter.content_hash)
    signed = charter.signatures.order_by("pk").values_list("discipline", flat=True)
    assert list(signed) == ["science", "engineering", "customer"]
    assert verbs(charter.project).count("charter_signed") == 3


def test_an_edit_is_a_new_version_without_signatures(charter, alice, bob):
    charter.sign(by=bob)
    edited = Charter.write(charter.project, by=alice, **{**WORDS, "success": "Twenty per cent"})
    assert (edited.version, edited.signatures.count()) == (2, 0)
    assert charter.signatures.count() == 1
    assert charter.project.events.latest("pk").details["voided_signatures"] == 1


def test_the_same_words_again_keep_the_signatures(charter, alice, bob):
    charter.sign(by=bob)
    again = Charter.write(charter.project, by=alice, **WORDS)
    assert again == charter
    assert [one.discipline for one in again.signatures.all()] == ["engineering"]


def test_what_was_edited_meanwhile_cannot_be_signed(charter, alice, bob):
    Charter.write(charter.project, by=alice, **{**WORDS, "success": "Twenty per cent"})
    with pytest.raises(Refused, match="edited since"):
        charter.sign(by=bob)
    newest = charter.project.charters.first()
    with pytest.raises(Refused, match="edited since"):
        newest.sign(by=bob, content_hash=charter.content_hash)


def test_a_charter_ends_after_it_starts(apollo, alice, bob):
    with pytest.raises(Invalid):
        Charter.write(apollo, by=alice, **{**WORDS, "ends_on": date(2025, 1, 1)})
    with pytest.raises(NotAllowed):
        Charter.write(apollo, by=bob, **WORDS)


def test_themes_are_charted_planned_and_placed(apollo, alice):
    first, second, third = (Theme.chart(apollo, title=title, by=alice) for title in "ABC")
    third.place_at(1, by=alice)
    third.place_at(1, by=alice)
    assert [theme.title for theme in apollo.themes.all()] == ["C", "A", "B"]
    first.plan(starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1), by=alice)
    second.enter("dropped", by=alice)
    assert verbs(apollo)[-3:] == ["theme_placed", "theme_planned", "theme_state_changed"]
    with pytest.raises(Invalid):
        first.plan(starts_on=date(2026, 3, 1), ends_on=date(2026, 2, 1), by=alice)


def test_use_cases_are_distilled_and_dropped(apollo, bob):
    case = UseCase.distil(apollo, title="Pick the ad", by=bob)
    case.reword(title="Pick the right ad", description="", by=bob)
    case.drop(by=bob)
    case.drop(by=bob)
    assert verbs(apollo)[1:] == ["usecase_distilled", "usecase_reworded", "usecase_dropped"]


def test_a_guest_changes_nothing(apollo, gina):
    with pytest.raises(NotAllowed, match="you are a guest"):
        UseCase.distil(apollo, title="Mine", by=gina)


def test_guests_hear_nothing_of_what_is_said_inside(story, alice, bob, gina):
    story.comment("Hello", by=bob)
    story.comment("Careful", by=bob, internal=True)
    told = Event.objects.filter(verb="story_commented")
    assert told.visible_to(alice).count() == 2
    assert told.visible_to(gina).count() == 1
    assert Event.objects.visible_to(gina).exclude(verb="story_commented").exists()
