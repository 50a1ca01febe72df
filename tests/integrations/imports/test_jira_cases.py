"""Small exports, each with what is right for it: the kinds of things that imports got wrong."""

from datetime import date
from pathlib import Path

import pytest

from integrations.imports.jira import JiraImport
from projects.models import Project
from stories.models import Story
from teams.models import Membership, User
from tests.present import present

CASES = Path(__file__).parents[2] / "data" / "jira_cases"

pytestmark = pytest.mark.django_db


def bring_in(name):
    return JiraImport([CASES / f"{name}.json"], "ZZ").run()


def sprints():
    return Project.objects.get(key="ZZ").sprints.order_by("starts_on")


def test_two_boards_that_start_a_sprint_on_the_same_day_are_imported():
    summary = bring_in("A_sameday")
    assert [str(one.goal) for one in sprints()] == ["M 1", "M 2", "B 1"]
    assert Story.objects.count() == 4
    assert any("C 1 ran in parallel to B 1" in note for note in summary.notes)


def test_a_sprint_that_starts_at_midnight_in_summer_starts_on_that_day():
    bring_in("C_dst")
    summer = sprints().get()
    assert (summer.starts_on, summer.ends_on) == (date(2026, 7, 6), date(2026, 7, 17))


def test_accounts_of_any_script_and_punctuation_are_as_many_people():
    bring_in("D_people")
    names = {"John Doe", "Johnny Doe", "Иванов", "Петров", "张三", "李四"}
    assert set(User.objects.values_list("name", flat=True)) == names
    assert Membership.objects.count() == 6
    owners = Story.objects.order_by("number").values_list("owner__name", "created_by__name")
    assert list(owners) == [("Johnny Doe", "John Doe"), ("Петров", "Иванов"), ("李四", "张三")]


def test_resolutions_of_any_language_that_mean_not_delivered_are_dropped():
    bring_in("E_resol")
    done = Story.objects.filter(category="done")
    assert [one.title for one in done] == ["Fertig"]
    assert Story.objects.filter(category="dropped").count() == 12


def test_statuses_known_from_history_only_mean_what_their_words_say():
    bring_in("F_words")
    categories: dict[str, set[str]] = {}
    for column in Project.objects.get().columns.all():
        categories.setdefault(column.category, set()).add(column.name)
    assert categories["done"] == {
        "Done",
        "Geschlossen",
        "Abgeschlossen",
        "Gelöst",
        "Erledigt",
        "Fermé",
        "Résolu",
        "Terminé",
        "Cerrado",
        "Finalizado",
        "完了",
        "已完成",
        "Закрыт",
        "Готово",
        "Concluída",
        "Accepted",
    }
    assert categories["review"] >= {"Dev Complete", "In Delivery", "Code Review Done"}
    assert categories["doing"] == {"In Progress", "In Bearbeitung", "WIP"}
    assert categories["todo"] == {"To do"}  # the project's own first column
    for story in Story.objects.filter(number__lte=15).exclude(number=5):
        assert present(story.done_at).date() == date(2026, 1, 9)
    assert present(Story.objects.get(number=16).done_at).date() == date(2026, 6, 1)


def test_without_a_log_a_story_is_done_when_it_was_resolved():
    bring_in("M_resolved")
    story = Story.objects.get()
    assert present(story.done_at).isoformat() == "2026-02-10T08:00:00+00:00"
    lines = list(story.events.order_by("pk").values_list("verb", "details"))
    assert [verb for verb, _ in lines] == ["story_created", "story_moved"]
    assert (lines[0][1]["category"], lines[1][1]["now_category"]) == ("todo", "done")


def test_a_commitment_holds_the_points_that_stood_when_the_sprint_began():
    bring_in("P_points")
    sprint = sprints().get()
    assert [line.points for line in sprint.commitment.lines.all()] == [3]
    sizes = Story.objects.get().events.filter(verb="story_estimated").order_by("pk")
    assert [one.details["now"]["points"] for one in sizes] == [3.0, 8.0]
    assert Story.objects.get().points == 8
