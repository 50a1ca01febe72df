from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from base.roles import Discipline
from metrics.models import SuccessMetric
from projects.models import Charter, Project, Theme, UseCase
from sprints.models import Sprint
from stories.models import Story
from tests.budgets import assert_budget
from tests.world import person

CHARTER = {
    "end_point": "A lander on the moon",
    "success": "Two people come back",
    "starts_on": "2026-01-05",
    "ends_on": "2026-06-30",
}


@pytest.fixture
def charter(apollo, alice):
    words: dict[str, Any] = {**CHARTER, "starts_on": date(2026, 1, 5), "ends_on": date(2026, 6, 30)}
    return Charter.write(apollo, by=alice, **words)


@pytest.fixture
def metric(apollo, alice):
    return SuccessMetric.define(
        apollo,
        kind="goodwill",
        name="Cheers",
        unit="%",
        baseline=10,
        target=60,
        due=date(2031, 12, 1),
        by=alice,
    )


@pytest.fixture
def alices(client, alice, apollo):
    client.force_login(alice)
    return client


def page_of(client):
    return client.get("/projects/AP/").content.decode()


def test_a_new_project_says_what_to_do_next(alices):
    page = page_of(alices)

    for word in (
        "Write the charter",
        "Add the first theme",
        "Define a metric",
        "Plan the next one",
    ):
        assert word in page


@pytest.mark.parametrize("state", ["active", "done"])
@pytest.mark.parametrize("finished", [0, 1, 2])
def test_a_theme_called_done_says_which_of_its_stories_are_not(
    alices, apollo, alice, done, state, finished
):
    theme = Theme.chart(apollo, title="Land", by=alice)
    stories = [Story.write(apollo, title="Step", theme=theme, by=alice) for _ in range(2)]
    for story in stories[:finished]:
        story.move_to(done, by=alice)
    theme.enter(state, by=alice)
    page = page_of(alices)

    assert f"{finished} of 2 stories done" in page
    assert ("the others still open" in page) is (state == "done" and finished < 2)


def test_it_shows_all_six_kinds_of_success(alices, metric):
    page = page_of(alices)

    assert all(label in page for label in SuccessMetric.Kind.labels)
    assert "Cheers" in page


def test_the_lead_writes_a_charter_and_an_edit_voids_the_signatures(alices, apollo, alice):
    alices.post("/projects/AP/charters/", CHARTER)
    first = apollo.charters.get()
    first.sign(by=alice)
    alices.post("/projects/AP/charters/", {**CHARTER, "success": "Three people come back"})

    newest = apollo.charters.order_by("-version").first()
    assert (newest.version, newest.signatures.count()) == (2, 0)
    assert "version 2" in page_of(alices)


def test_a_charter_with_a_mistake_loses_nothing(alices, apollo):
    answer = alices.post("/projects/AP/charters/", {**CHARTER, "ends_on": "2025-01-01"})

    assert answer.status_code == 400
    assert "A lander on the moon" in answer.content.decode()
    assert "ends on or after the day it starts" in answer.content.decode()
    assert not apollo.charters.exists()


def test_signing_is_for_the_words_that_were_read(alices, charter):
    sign = reverse("signatures", args=[charter.pk])
    refused = alices.post(sign, {"content_hash": "0" * 64}, follow=True)
    assert "has been edited since" in refused.content.decode()
    assert not charter.signatures.exists()

    alices.post(sign, {"content_hash": charter.content_hash})
    assert charter.signatures.get().discipline == Discipline.SCIENCE
    assert "Sign version" not in page_of(alices)


def test_a_guest_sees_no_controls_but_the_signature(client, gina, charter, metric, theme):
    client.force_login(gina)
    page = page_of(client)

    assert "Sign version 1" in page
    for address in ("/edit/", "/themes/", "/use-cases/", "/observations/", "/states/"):
        assert address not in page
    client.post(reverse("signatures", args=[charter.pk]), {"content_hash": charter.content_hash})
    assert charter.signatures.get().user == gina


def test_who_is_from_the_customer_signs_for_them_and_not_for_their_discipline(
    alices, charter, team, bob, alice
):
    team.take_in(bob, discipline=Discipline.ENGINEERING, from_customer=True, by=alice)
    signature = charter.sign(by=bob)
    assert (signature.discipline, signature.signed_for) == ("engineering", "customer")
    event = charter.project.events.get(verb="charter_signed")
    assert event.details["discipline"] == "customer"

    page = page_of(alices)
    assert "Bob, for the customer" in page
    assert page.count("Not signed yet") == 2
    assert "Bob, for the customer" in alices.get("/projects/AP/charters/").content.decode()
    names = charter.project.team.memberships.current().get(user=bob)
    assert names.from_customer
    people = alices.get("/teams/orbit/").content.decode()
    assert "From the customer" in people


FORMS = [
    "/projects/AP/edit/",
    "/projects/AP/themes/",
    "/projects/AP/use-cases/",
    "/projects/AP/success-metrics/",
    "/themes/{theme}/",
    "/use-cases/{use_case}/",
    "/success-metrics/{metric}/observations/",
    "/success-metrics/{metric}/targets/",
]
POSTS = [
    "/projects/AP/states/",
    "/charters/{charter}/signatures/",
    "/themes/{theme}/states/",
    "/themes/{theme}/places/",
    "/use-cases/{use_case}/drops/",
]


@pytest.fixture
def rows(apollo, theme, metric, charter, alice):
    use_case = UseCase.distil(apollo, title="Walk", by=alice)
    return {
        "theme": theme.pk,
        "metric": metric.pk,
        "charter": charter.pk,
        "use_case": use_case.pk,
    }


@pytest.mark.parametrize("address", FORMS)
def test_a_form_is_shown_to_who_may_send_it(address, client, rows, alice, gina, charlie):
    address = address.format(**rows)
    seen = {}
    for who in (alice, gina, charlie):
        client.force_login(who)
        seen[who.name] = client.get(address).status_code
    assert seen == {"Alice": 200, "Gina": 403, "Charlie": 404}


@pytest.mark.parametrize("address", FORMS)
def test_an_empty_form_comes_back_with_sentences(address, alices, rows):
    answer = alices.post(address.format(**rows), {})

    assert answer.status_code == 400
    assert "This field is required" in answer.content.decode()


@pytest.mark.parametrize("address", FORMS)
def test_a_guest_who_sends_a_form_anyway_is_refused(address, client, rows, gina, apollo):
    client.force_login(gina)
    before = apollo.events.count()
    words = {
        "name": "x",
        "title": "x",
        "state": "done",
        "kind": "goodwill",
        "unit": "x",
        "direction": "up",
        "baseline": "1",
        "target": "70",
        "due": "2026-01-01",
        "value": "1",
        "observed_on": "2026-01-01",
        "grade": "0",
    }
    assert client.post(address.format(**rows), words).status_code == 403
    assert apollo.events.count() == before


@pytest.mark.parametrize("address", [*FORMS, *POSTS, "/projects/AP/", "/projects/AP/activity/"])
def test_a_stranger_finds_nothing(address, client, rows, charlie):
    client.force_login(charlie)
    address = address.format(**rows)

    assert client.get(address).status_code in (404, 405)
    assert client.post(address).status_code in (404, 405)


@pytest.mark.parametrize("address", POSTS)
def test_what_changes_something_is_only_posted(address, alices, rows):
    assert alices.get(address.format(**rows)).status_code == 405
    assert alices.put("/projects/AP/").status_code == 405


def test_a_project_is_paused_and_taken_up_again(alices, apollo):
    alices.post("/projects/AP/states/", {"state": "paused"})
    apollo.refresh_from_db()
    assert apollo.state == Project.State.PAUSED
    assert "Take up again" in page_of(alices)
    assert alices.post("/projects/AP/states/", {"state": "lost"}).status_code == 400


def test_themes_are_charted_revised_and_ordered(alices, apollo, theme):
    alices.post(
        "/projects/AP/themes/",
        {"title": "Return", "starts_on": "2026-02-01", "ends_on": "2026-03-01"},
    )
    back = apollo.themes.get(title="Return")
    alices.post(f"/themes/{back.pk}/places/", {"position": "1"})
    assert [each.title for each in apollo.themes.all()] == ["Return", "Landing"]

    alices.post(
        f"/themes/{back.pk}/",
        {
            "title": "Come back",
            "starts_on": "2026-02-01",
            "ends_on": "2026-04-01",
            "state": "active",
        },
    )
    back.refresh_from_db()
    assert (back.title, back.ends_on, back.state) == ("Come back", date(2026, 4, 1), "active")


def test_a_member_may_reword_a_theme_but_not_move_it(client, bob, theme):
    client.force_login(bob)
    words = {"title": "Soft landing", "state": "planned"}
    assert client.post(f"/themes/{theme.pk}/", words).status_code == 302
    moved = client.post(f"/themes/{theme.pk}/", {**words, "title": "Hard", "state": "done"})

    theme.refresh_from_db()
    assert moved.status_code == 403
    assert (theme.title, theme.state) == ("Soft landing", "planned")  # all or nothing


def test_use_cases_are_distilled_and_dropped(alices, apollo):
    alices.post("/projects/AP/use-cases/", {"title": "Walk on it"})
    use_case = apollo.use_cases.get()
    assert "Walk on it" in page_of(alices).split('id="activity"')[0]

    alices.post(f"/use-cases/{use_case.pk}/drops/", {"sure": 1})
    assert "Walk on it" not in page_of(alices).split('id="activity"')[0]


def test_an_observation_is_drawn_with_its_spread_and_grade(alices, metric):
    alices.post(
        f"/success-metrics/{metric.pk}/observations/",
        {"value": "40", "spread": "5", "observed_on": "2026-01-10", "grade": "2"},
    )
    page = page_of(alices)

    assert "31.77 to 48.23" in page
    assert "Before and after with a control period" in page


def test_nobody_observes_the_future(alices, metric):
    answer = alices.post(
        f"/success-metrics/{metric.pk}/observations/",
        {"value": "40", "observed_on": "2999-01-01", "grade": "2"},
    )
    assert answer.status_code == 400


def test_a_target_has_to_lie_in_its_direction(alices, metric):
    answer = alices.post(
        f"/success-metrics/{metric.pk}/targets/", {"target": "5", "due": "2031-12-01"}
    )
    assert answer.status_code == 400
    assert "has to lie above the baseline" in answer.content.decode()


@pytest.mark.parametrize("value", ["nan", "inf", "1e999", "1e400", "-inf"])
def test_numbers_that_are_none_are_refused(value, alices, metric):
    address = f"/success-metrics/{metric.pk}/observations/"
    answer = alices.post(address, {"value": value, "observed_on": "2026-01-01", "grade": "0"})

    assert answer.status_code == 400


def test_the_activity_is_paged(alices, apollo, alice):
    for number in range(60):
        Theme.chart(apollo, title=f"T{number}", by=alice)
    newest = alices.get("/projects/AP/activity/")
    last = newest.context["activity"].last
    older = alices.get(f"/projects/AP/activity/?before={last}").content.decode()

    assert "T59" in newest.content.decode()
    assert "T59" not in older
    assert "T5" in older
    for nonsense in ("x", "-1", "9" * 30, "²"):
        assert alices.get("/projects/AP/activity/", {"before": nonsense}).status_code == 200


def test_guests_hear_nothing_of_internal_comments(client, gina, story, alice):
    story.comment("Between us", by=alice, internal=True)
    client.force_login(gina)
    page = page_of(client)
    assert "commented" not in page
    assert "added <a href" in page


def test_a_lead_starts_a_project_of_their_team(alices, team, bob):
    words = {"team": team.pk, "name": "Gemini", "key": "gem"}
    assert alices.post("/projects/new/", words).url == "/projects/GEM/"
    assert alices.post("/projects/new/", words).status_code == 400
    alices.force_login(bob)
    assert alices.get("/projects/new/").status_code == 403


def test_budget(alices, apollo, alice, charter, metric, team):
    charter.sign(by=alice)
    metric.observe(value=20, observed_on=date(2026, 1, 1), by=alice)

    def grow():
        for number in range(5):
            use_case = UseCase.distil(apollo, title=f"U{number}", by=alice)
            theme = Theme.chart(apollo, title=f"T{number}", by=alice)
            sprint = Sprint.plan(apollo, starts_on=date(2031, number + 1, 1), by=alice)
            story = Story.write(apollo, title=f"S{number}", theme=theme, sprint=sprint, by=alice)
            story.move_to(apollo.columns.first_of("doing"), by=alice)
            team.take_in(person(f"p{number}"), discipline="science", role="guest", by=alice)
            metric.observe(value=number, observed_on=date(2026, 2, 1), by=alice)
            use_case.reword(title=f"V{number}", description="", by=alice)
            story.hand_to(alice, by=alice)

    assert_budget("page project", lambda: alices.get("/projects/AP/"), grow)
    assert_budget("page activity", lambda: alices.get("/projects/AP/activity/"), grow=lambda: None)


@pytest.mark.parametrize("end", ["starts_on", "ends_on"])
def test_a_theme_with_one_end_of_its_window_is_drawn(alices, apollo, alice, end):
    window: dict[str, Any] = {end: date(2026, 3, 2)}
    Theme.chart(apollo, title="Half planned", by=alice, **window)
    page = alices.get("/projects/AP/").content.decode()
    assert ("from 2 Mar" if end == "starts_on" else "until 2 Mar") in page
