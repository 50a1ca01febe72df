"""Two people save from pages that were opened before: nobody's words are lost."""

from datetime import date

import pytest

from doors.versions import digest
from projects.models import Charter, Hypothesis, Release, Theme, UseCase
from sprints.models import Retrospective, Sprint


@pytest.fixture
def editors(apollo, alice, stories):
    """Every page that shows texts to change: its address, a text of it, and how to read that."""
    theme = Theme.chart(apollo, title="Lift", by=alice)
    case = UseCase.distil(apollo, title="Land", by=alice)
    hypothesis = Hypothesis.draft(theme, prediction="It flies", by=alice)
    release = Release.announce(apollo, title="Lander", by=alice)
    sprint = Sprint.plan(apollo, starts_on=date(2031, 1, 6), by=alice, goal="Lift off")
    Charter.write(
        apollo, end_point="Moon", success="Back", starts_on=date(2026, 1, 5),
        ends_on=date(2026, 6, 30), by=alice,
    )  # fmt: skip
    return {
        f"/themes/{theme.pk}/": ("description", theme),
        f"/use-cases/{case.pk}/": ("description", case),
        f"/hypotheses/{hypothesis.pk}/rewordings/": ("prediction", hypothesis),
        f"/releases/{release.pk}/uses/": ("evidence", release),
        f"/projects/AP/sprints/{sprint.number}/plans/": ("goal", sprint),
        "/projects/AP/edit/": ("business_goal", apollo),
        "/projects/AP/charters/": ("end_point", None),
    }


def sheet_of(client, address):
    """What a browser would send from the page as it stands."""
    form = client.get(address).context["form"]
    sheet = {name: form._shown(name, form[name].value()) for name in form.fields}
    return {**sheet, "made_from": form.made_from}


def stands(project, field, row):
    if row is None:
        return getattr(project.charters.order_by("-version").first(), field)
    row.refresh_from_db()
    return getattr(row, field)


def test_the_second_save_shows_both_texts_and_overwrites_nothing(client, alice, apollo, editors):
    client.force_login(alice)
    for address, (field, row) in editors.items():
        mine, theirs = sheet_of(client, address), sheet_of(client, address)

        assert client.post(address, theirs | {field: "Theirs"}).status_code == 302, address
        answer = client.post(address, mine | {field: "Mine & more"})

        assert answer.status_code == 409, address
        page = answer.content.decode()
        assert "Theirs" in page, address
        assert "Mine &amp; more" in page, address
        assert stands(apollo, field, row) == "Theirs"


def test_after_seeing_both_one_may_be_saved(client, alice, apollo, editors):
    client.force_login(alice)
    for address, (field, row) in editors.items():
        mine, theirs = sheet_of(client, address), sheet_of(client, address)
        client.post(address, theirs | {field: "Theirs"})
        shown = client.post(address, mine | {field: "Mine"})
        again = mine | {field: "Both", "made_from": shown.context["form"].made_from}

        taken = client.post(address, again | {"take_theirs": field})
        assert taken.status_code == 302, address
        assert stands(apollo, field, row) == "Theirs"
        assert client.post(address, again).status_code == 302, address
        assert stands(apollo, field, row) == "Both"


def test_a_field_that_was_left_alone_keeps_what_somebody_else_made_of_it(client, alice, apollo):
    client.force_login(alice)
    mine, theirs = sheet_of(client, "/projects/AP/edit/"), sheet_of(client, "/projects/AP/edit/")

    client.post("/projects/AP/edit/", theirs | {"business_goal": "Their goal"})
    answer = client.post("/projects/AP/edit/", mine | {"customer": "My customer"})

    apollo.refresh_from_db()
    assert answer.status_code == 302
    assert (apollo.business_goal, apollo.customer) == ("Their goal", "My customer")


def test_two_who_hold_a_retrospective_from_empty_pages_lose_no_lesson(
    client, alice, apollo, stories
):
    client.force_login(alice)
    sprint = Sprint.plan(apollo, starts_on=date(2031, 1, 6), by=alice)
    stories[0].hand_to(alice, by=alice)
    stories[0].plan_into(sprint, by=alice)
    sprint.kick_off(by=alice)
    address = f"/projects/AP/sprints/{sprint.number}/retrospective/"
    empty = sheet_of(client, address)

    assert client.post(address, empty | {"lessons": "Theirs"}).status_code == 302
    answer = client.post(address, empty | {"lessons": "Mine"})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Theirs" in page
    assert "Mine" in page
    assert Retrospective.objects.get(sprint=sprint).lessons == "Theirs"


@pytest.fixture
def story_editors(alice, stories):
    story = stories[0]
    story.block("The key", by=alice)
    comment = story.comment("First words", by=alice)
    return {
        "titles": ("title", story.title, lambda: reread(story).title),
        "descriptions": ("body", story.body, lambda: reread(story).body),
        "blockers": ("reason", "The key", lambda: reread(story).blocked_reason),
        f"comments/{comment.pk}/rewordings": ("body", "First words", lambda: reread(comment).body),
    }


def reread(row):
    row.refresh_from_db()
    return row


def test_every_text_of_a_story_is_kept_from_a_page_of_before(client, alice, story_editors):
    client.force_login(alice)
    for resource, (field, shown, stands_now) in story_editors.items():
        address, seen = f"/stories/AP-1/{resource}/", digest(shown)
        assert f'value="{seen}"' in client.get("/stories/AP-1/").content.decode(), resource

        assert client.post(address, {field: "Theirs", "made_from": seen}).status_code == 302
        for headers in ({}, {"HX-Request": "true"}):
            answer = client.post(address, {field: "Mine", "made_from": seen}, headers=headers)
            page = answer.content.decode()
            assert answer.status_code == 409, resource
            assert all(word in page for word in ("data-theirs", "Theirs", "Mine")), resource
            assert stands_now() == "Theirs"

        again = {field: "Both", "made_from": digest("Theirs")}
        assert f'value="{digest("Theirs")}"' in page
        assert client.post(address, again | {"take_theirs": field}).status_code == 302
        assert stands_now() == "Theirs"
        assert client.post(address, again).status_code == 302
        assert stands_now() == "Both"
