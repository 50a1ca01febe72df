"""What a deployment came to: its page, the API, Today; and what guests see of it."""

from datetime import timedelta

import pytest
import time_machine

from base import clock
from solutions.models import Deployment, Incident
from solutions.tasks import settle_deployment
from stories.models import Story
from tests.budgets import assert_budget
from tests.solutions.test_incident import TOLD

DAY = timedelta(days=1)
ASKED = "anything that isn’t here?"
UNSHOWN = "Something that the team hasn’t shown"


def page(deployment):
    return f"/deployments/{deployment.pk}/drama/"


def address(deployment):
    return f"projects/AP/solutions/{deployment.solution_id}/deployments/{deployment.pk}/drama/"


@pytest.fixture
def shaken(live, alice):
    """An incident of severity 1, restored, and a rollback five days later."""
    began = live.live_at + DAY
    with clock.at(began + timedelta(hours=1)):
        incident = Incident.report(
            live.solution, deployment=live, **{**TOLD, "severity": 1}, began_at=began, by=alice
        )
        incident.restore(by=alice)
    with clock.at(live.live_at + 6 * DAY):
        live.roll_back("It shook.", by=alice)
    return live


@pytest.fixture
def incident(shaken):
    return shaken.incidents.get()


def told(client, user, deployment):
    client.force_login(user)
    return client.get(page(deployment)).content.decode()


def test_it_tells_what_was_lost_in_the_order_of_time(client, shaken, incident, alice):
    text = told(client, alice, shaken)
    first = "An incident of severity 1 (drift) began 1 day after it went live"
    second = "It was taken back 6 days after it went live"
    assert 0 < text.index(first) < text.index(second) < text.index("30 of 100 are left so far")
    assert f'href="{incident.address}"' in text
    assert "loses 30" in text
    assert "loses 40" in text
    for words in ("version 1, design choice", "30 / 20 / 10, at most 40 together", "So far"):
        assert words in text


def test_where_nothing_was_lost_it_says_so(client, live, alice):
    assert "Nothing is noted that it lost" in told(client, alice, live)


def test_what_has_no_number_says_why(client, solution, alice, bob):
    staging = Deployment.plan(solution, version="0.9", environment="staging", by=alice)
    text = told(client, alice, staging)
    assert "Only what went live in production is looked back on" in text
    assert "of 100" not in text
    client.force_login(alice)
    assert "How it went" not in client.get(staging.address).content.decode()


def test_the_pages_of_the_deployment_and_of_the_solution_lead_there(client, shaken, alice):
    client.force_login(alice)
    for where in (shaken.address, shaken.solution.address):
        assert f'href="{page(shaken)}"' in client.get(where).content.decode()
    text = client.get(shaken.address).content.decode()
    assert "It was taken back 6 days after it went live" in text


# --- Guests ---------------------------------------------------------------------------------------
def numbers(answer):
    return answer["number"], sum(one["points"] for one in answer["deductions"])


def test_guests_see_the_same_number_and_of_what_wasnt_shown_no_word(
    client, api, shaken, incident, alice, gina
):
    ours, theirs = (api(who).get(address(shaken)).json() for who in (alice, gina))
    assert numbers(ours) == numbers(theirs) == (30, 70)
    assert [one["sentence"] for one in theirs["deductions"]] == [
        "It was taken back 6 days after it went live",
        UNSHOWN,
    ]
    assert theirs["deductions"][-1]["at"] is None
    text = told(client, gina, shaken)
    assert UNSHOWN in text
    for words in ("severity 1 (drift)", "Heights are", f"/incidents/{incident.pk}/"):
        assert words not in text
        assert words not in api(gina).get(address(shaken)).content.decode()


def test_how_many_werent_shown_isnt_said(api, live, alice, gina):
    for hours in (1, 2):
        began = live.live_at + timedelta(hours=hours)
        with clock.at(began + timedelta(minutes=5)):
            Incident.report(
                live.solution, deployment=live, **{**TOLD, "severity": 3}, began_at=began, by=alice
            ).restore(by=alice)
    [one] = api(gina).get(address(live)).json()["deductions"]
    assert (one["points"], one["row"], one["id"]) == (20, "unshown", None)


def test_what_was_shown_they_read(client, api, shaken, incident, alice, gina):
    incident.show(by=alice)
    ours, theirs = (api(who).get(address(shaken)).json() for who in (alice, gina))
    assert ours["deductions"] == theirs["deductions"]
    assert f'href="{incident.address}"' in told(client, gina, shaken)


def test_a_rollback_says_nothing_to_guests_of_what_happened_with_it(api, live, alice, gina):
    began = live.live_at + DAY
    with clock.at(began + timedelta(hours=2)):
        Incident.report(live.solution, deployment=live, **TOLD, began_at=began, by=alice)
        live.roll_back("It shook.", by=alice)
    ours, theirs = (api(who).get(address(live)).json() for who in (alice, gina))
    assert numbers(ours) == numbers(theirs) == (60, 40)
    assert len(ours["deductions"][0]["along"]) == 1
    assert theirs["deductions"][0]["along"] == []


def test_settled_rounds_keep_from_guests_what_runs_kept(api, shaken, alice, gina):
    with clock.at(shaken.live_at + 40 * DAY):
        settle_deployment(shaken.pk)
    [ours], [theirs] = (
        api(who).get(address(shaken)).json()["settlements"] for who in (alice, gina)
    )
    assert (ours["number"], theirs["number"]) == (30, 30)
    assert theirs["deductions"][-1]["sentence"] == UNSHOWN
    assert "drift" not in theirs["sentence"]


def test_strangers_find_nothing(client, api, shaken, charlie):
    client.force_login(charlie)
    assert client.get(page(shaken)).status_code == 404
    assert api(charlie).get(address(shaken)).status_code == 404


# --- Day 30 ---------------------------------------------------------------------------------------
@pytest.fixture
def needs(client):
    def needs(user):
        client.force_login(user)
        return [one for one in client.get("/").context["needs"] if ASKED in one.sentence]

    return needs


def test_both_keepers_are_asked_on_today_and_answer_by_one_click(
    client, live, needs, team, alice, bob, gina, charlie
):
    team.take_in(charlie, discipline="science", by=alice)
    with time_machine.travel(live.live_at + 29 * DAY):
        assert not needs(alice)
    with time_machine.travel(live.live_at + 30 * DAY + timedelta(minutes=1)):
        for keeper in (alice, bob):
            [need] = needs(keeper)
            assert need.link == page(live)
            text = told(client, keeper, live)
            assert "Nothing more to tell" in text
            answer = client.post(f"/deployments/{live.pk}/drama-answers/")
            assert (answer.status_code, answer["Location"]) == (302, page(live))
            assert not needs(keeper)
        for other in (gina, charlie):
            assert not needs(other)
            assert "Nothing more to tell" not in told(client, other, live)
        text = told(client, alice, live)
        assert "100 of 100 were left when it was settled" in text
        assert "had nothing more to tell" in text


def test_who_isnt_its_keeper_is_refused_on_the_page(client, live, team, alice, charlie):
    team.take_in(charlie, discipline="science", by=alice)
    client.force_login(charlie)
    answer = client.post(f"/deployments/{live.pk}/drama-answers/")
    assert answer.status_code == 403
    client.force_login(alice)
    answer = client.post(f"/deployments/{live.pk}/drama-answers/")
    assert answer.status_code == 409
    assert "30 days after it went live" in answer.content.decode()


@pytest.mark.parametrize(("state", "asked"), [("finished", 1), ("archived", 0)])
def test_finished_projects_ask_and_archived_ones_dont(live, needs, alice, state, asked):
    live.project.enter(state, by=alice)
    with time_machine.travel(live.live_at + 31 * DAY):
        assert len(needs(alice)) == asked


def test_the_first_settlement_stays_visible_beside_the_next(client, live, alice):
    with clock.at(live.live_at + 40 * DAY):
        settle_deployment(live.pk)
        began = live.live_at + DAY
        Incident.report(live.solution, deployment=live, **TOLD, began_at=began, by=alice)
    text = told(client, alice, live)
    assert text.index("Something was found later") < text.index("As it was settled first")
    assert "80 of 100" in text
    assert "100 of 100" in text


def test_a_story_that_came_of_it_is_linked_on_a_form_and_told(client, live, alice, bob):
    with clock.at(live.live_at + DAY):
        story = Story.write(live.project, title="Mend the valve", by=alice)
    client.force_login(bob)
    form = f"/deployments/{live.pk}/stories/"
    assert client.get(form).status_code == 200
    assert client.post(form, {"story": story.key}).status_code == 302
    assert story.key in client.get(live.address).content.decode()
    assert f"{story.key}, which nobody had planned" in told(client, bob, live)
    client.post(f"/deployments/{live.pk}/story-ends/", {"story": story.key})
    assert "which nobody had planned" not in told(client, bob, live)


def test_a_token_answers_and_reads(api, live, alice, bob):
    with time_machine.travel(live.live_at + 31 * DAY):
        for keeper in (alice, bob):
            path = address(live).replace("/drama/", "/drama-answers/")
            assert api(keeper).post(path, {}).status_code == 200
        answer = api(alice).get(address(live)).json()
    assert (answer["is_settled"], answer["number"], answer["version"]) == (True, 100, 1)
    assert answer["settlements"][0]["how"] == "nothing_to_tell"
    assert len(answer["formula"]) == 7


def test_the_customers_people_are_named_on_the_form(client, live, team, alice, bob, gina):
    client.force_login(bob)
    form = f"/deployments/{live.pk}/customer/"
    assert "Gina" in client.get(form).content.decode()
    answer = client.post(form, {"customer": "present", "attended_by": [gina.pk]})
    assert answer.status_code == 302
    assert "present: Gina" in " ".join(client.get(live.address).content.decode().split())
    answer = client.post(form, {"customer": "absent", "attended_by": [gina.pk]})
    assert answer.status_code in (400, 409)


def test_they_are_named_over_the_api(api, live, alice, gina, bob):
    path = address(live).replace("/drama/", "/")
    client = api(alice)
    tag = client.get(path)["ETag"]
    answer = client.patch(path, {"customer": "present", "attendees": [gina.pk]}, if_match=tag)
    assert answer.status_code == 200, answer.content
    assert answer.json()["attendees"] == [gina.pk]
    refused = client.post(path + "attendances/", {"attendees": [bob.pk]})
    assert refused.status_code == 409


def test_the_admin_reads_what_was_settled(client, live, root):
    with clock.at(live.live_at + 40 * DAY):
        settle_deployment(live.pk)
    client.force_login(root)
    for name in ("settlement", "keeperanswer", "deploymentstory"):
        assert client.get(f"/admin/solutions/{name}/").status_code == 200
    row = live.settlements.get()
    assert client.get(f"/admin/solutions/settlement/{row.pk}/change/").status_code == 200


def test_its_budgets(client, api, live, alice):
    client.force_login(alice)

    def grow():
        for hours in range(1, 6):
            began = live.live_at + timedelta(hours=hours)
            with clock.at(began + timedelta(minutes=5)):
                story = Story.write(live.project, title="Mend", by=alice)
                live.link_story(story, by=alice)
                Incident.report(live.solution, deployment=live, **TOLD, began_at=began, by=alice)

    assert_budget("page deployment_drama", lambda: client.get(page(live)), grow)
    assert_budget("api drama", lambda: api(alice).get(address(live)), lambda: None)
