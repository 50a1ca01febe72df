"""The admin panel writes through the verbs: with history, with refusals beside the input."""

import pytest
from django.contrib import admin
from django.urls import reverse

from history.models import Event
from projects.models import Charter, Project, Theme, UseCase
from stories.models import Column, Story
from teams.models import Membership, Team, User
from tests.present import present


@pytest.fixture
def panel(client, root):
    client.force_login(root)
    return client


def add(panel, model, **fields):
    return panel.post(reverse(f"admin:{model}_add"), fields)


def change(panel, model, row, **fields):
    return panel.post(reverse(f"admin:{model}_change", args=[row.pk]), fields)


def errors_of(answer):
    assert answer.status_code == 200, answer.headers.get("Location")
    form = answer.context["adminform"].form
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def last_verb():
    return present(Event.objects.order_by("pk").last()).verb


def test_every_list_and_add_page_opens(panel, stories):
    for model, its_admin in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert panel.get(reverse(f"{name}_changelist")).status_code == 200
        wanted = 200 if its_admin.has_add_permission(panel.get("/admin/").wsgi_request) else 403
        assert panel.get(reverse(f"{name}_add")).status_code == wanted, model


def test_a_team_is_founded_and_takes_people_in(panel, alice):
    answer = add(
        panel,
        "teams_team",
        name="Comet",
        slug="comet",
        size_limit=2,
        working_days="1,2,3,4,5",
        sprint_days=14,
    )
    assert answer.status_code == 302
    team = Team.objects.get(slug="comet")
    add(
        panel,
        "teams_membership",
        team=team.pk,
        user=alice.pk,
        discipline="science",
        role="lead",
        capacity="1",
    )
    membership = Membership.objects.get(team=team)
    assert (membership.user, membership.role) == (alice, "lead")
    assert last_verb() == "team_member_joined"


def test_changing_a_role_keeps_the_old_membership(panel, team, bob):
    membership = team.memberships.current().get(user=bob)
    change(
        panel, "teams_membership", membership, discipline="science", role="member", capacity="0.5"
    )
    old, new = team.memberships.filter(user=bob).order_by("joined_at")
    assert (old.discipline, new.discipline) == ("engineering", "science")
    assert (bool(old.left_at), new.is_current) == (True, True)


def test_a_full_team_refuses_beside_the_form_and_keeps_the_input(panel, team, charlie):
    team.set_rhythm(size_limit=2, working_days=[1], sprint_days=7, by=team.members.first())
    answer = add(
        panel,
        "teams_membership",
        team=team.pk,
        user=charlie.pk,
        discipline="science",
        role="member",
        capacity="1",
    )
    assert "two pizzas feed 2" in errors_of(answer)
    assert not team.memberships.filter(user=charlie).exists()


def test_the_last_lead_stays(panel, team, alice):
    membership = team.memberships.current().get(user=alice)
    answer = change(
        panel, "teams_membership", membership, discipline="science", role="member", capacity="1"
    )
    assert "only lead" in errors_of(answer)


def test_a_project_starts_with_columns_and_history(panel, team):
    add(
        panel,
        "projects_project",
        key="ZZ",
        name="Zulu",
        team=team.pk,
        customer="",
        business_goal="",
    )
    project = Project.objects.get(key="ZZ")
    assert project.columns.count() == 5
    assert project.events.get().verb == "project_started"


def test_a_project_key_that_is_none_is_refused(panel, team):
    answer = add(panel, "projects_project", key="zz-1", name="Zulu", team=team.pk)
    assert "capital letters" in errors_of(answer)


def test_a_project_is_edited_and_paused(panel, apollo):
    change(
        panel,
        "projects_project",
        apollo,
        name="Apollo 11",
        customer="",
        business_goal="Moon",
        state="paused",
    )
    apollo.refresh_from_db()
    assert (apollo.name, apollo.state) == ("Apollo 11", "paused")
    assert last_verb() == "project_state_changed"


def test_theme_use_case_and_charter_are_written(panel, apollo):
    add(
        panel,
        "projects_theme",
        project=apollo.pk,
        title="Landing",
        starts_on="2026-02-01",
        ends_on="2026-03-01",
    )
    add(panel, "projects_usecase", project=apollo.pk, title="Walk")
    add(
        panel,
        "projects_charter",
        project=apollo.pk,
        end_point="On the moon",
        success="Back home",
        starts_on="2026-01-01",
        ends_on="2026-07-20",
    )
    assert Theme.objects.get().project == UseCase.objects.get().project == apollo
    assert Charter.objects.get().version == 1


def test_a_theme_that_ends_before_it_starts_is_refused(panel, apollo):
    answer = add(
        panel,
        "projects_theme",
        project=apollo.pk,
        title="Landing",
        starts_on="2026-03-01",
        ends_on="2026-02-01",
    )
    assert "ends on or after" in errors_of(answer)


def test_a_story_is_written_and_changed_through_its_verbs(panel, apollo, bob, doing):
    todo = apollo.columns.first_of("todo")
    add(
        panel,
        "stories_story",
        project=apollo.pk,
        title="Suit up",
        kind="story",
        body="",
        labels="suit,moon",
        points="3",
        column=todo.pk,
    )
    story = Story.objects.get()
    change(
        panel,
        "stories_story",
        story,
        title="Suit up!",
        kind="chore",
        body="",
        labels="moon",
        points="",
        time_box_days="2",
        owner=bob.pk,
        column=doing.pk,
    )
    story.refresh_from_db()
    assert (story.title, story.kind, story.owner, story.column) == ("Suit up!", "chore", bob, doing)
    assert list(story.events.values_list("verb", flat=True)) == [
        "story_created",
        "story_renamed",
        "story_classified",
        "story_labelled",
        "story_estimated",
        "story_handed",
        "story_moved",
    ]


def test_an_overlapping_sprint_is_refused_by_name(panel, sprint):
    dates = {"starts_on": "2026-01-10", "ends_on": "2026-01-20"}
    answer = add(panel, "sprints_sprint", project=sprint.project.pk, goal="", **dates)
    assert "Sprint 1 runs from 2026-01-05" in errors_of(answer)


def test_kicking_off_from_the_list_freezes_the_commitment(panel, sprint, stories):
    panel.post(
        reverse("admin:sprints_sprint_changelist"),
        {"action": "kick_off", "_selected_action": [sprint.pk]},
    )
    sprint.refresh_from_db()
    assert (sprint.is_active, sprint.commitment.lines.count()) == (True, 2)


def test_a_column_with_stories_stays_and_an_empty_one_goes(panel, apollo, stories, alice):
    todo = apollo.columns.first_of("todo")
    spare = Column.add(apollo, name="Spare", category="todo", by=alice)
    for column in (todo, spare):
        panel.post(reverse("admin:stories_column_delete", args=[column.pk]), {"post": "yes"})
    assert list(apollo.columns.filter(category="todo")) == [todo]


def test_history_and_people_cannot_be_deleted(panel, apollo, bob):
    event = apollo.events.first()
    assert panel.post(reverse("admin:projects_event_delete", args=[event.pk])).status_code == 403
    assert panel.post(reverse("admin:teams_user_delete", args=[bob.pk])).status_code == 403


def test_an_admin_who_is_no_superuser_does_not_get_past_the_verbs(client, team):
    clerk = User.objects.create_user("clerk@example.org", "x", name="Clerk", is_staff=True)
    client.force_login(clerk)
    assert client.get(reverse("admin:projects_project_add")).status_code == 403
