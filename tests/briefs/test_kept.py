"""A report that is kept stays as it was, and is the team's own once something of it is."""

from datetime import date

import pytest

from base.refusals import NotAllowed
from briefs.models import KeptBrief
from history.models import Event, OldText
from metrics.models import SuccessMetric
from projects.models import Decision, Question, Theme
from tests.briefs.conftest import INTERNAL
from tests.budgets import assert_budget
from tests.present import present


@pytest.fixture
def kept(told, alice):
    return KeptBrief.keep(told, by=alice)


def test_it_stays_as_it_was(client, api, kept, told, alice, gina):
    Theme.chart(told, title="Later on", by=alice)
    told.edit(name="Artemis", customer="", business_goal="Another", by=alice)
    client.force_login(gina)
    text = client.get(kept.address).content.decode()
    assert "<strong>Land</strong> on it." in text
    assert "Later on" not in text
    brief = api(gina).get(f"projects/AP/kept-briefs/{kept.pk}/brief/").json()
    assert (brief["name"], brief["goal"]) == ("Apollo", "**Land** on it.")
    assert INTERNAL not in text + str(brief)


def test_the_same_again_is_kept_once(kept, told, alice, bob):
    lines = Event.objects.filter(verb="brief_kept").count()
    assert KeptBrief.keep(told, by=bob) == kept
    assert Event.objects.filter(verb="brief_kept").count() == lines == 1
    Theme.chart(told, title="Later on", by=alice)
    assert KeptBrief.keep(told, by=bob) != kept


def test_guests_and_strangers_keep_none(client, api, told, gina, charlie):
    with pytest.raises(NotAllowed):
        KeptBrief.keep(told, by=gina)
    client.force_login(gina)
    page = client.get("/projects/AP/brief/").content.decode()
    assert "Keep this version" not in page
    assert api(gina).post("projects/AP/kept-briefs/", {}).status_code == 403
    assert api(charlie).post("projects/AP/kept-briefs/", {}).status_code == 404
    assert not KeptBrief.objects.exists()


def test_a_member_keeps_it_on_the_page_and_over_the_api(client, api, told, bob):
    client.force_login(bob)
    answer = client.post("/projects/AP/brief/keepings/", follow=True)
    kept = KeptBrief.objects.get()
    assert answer.redirect_chain[-1][0] == kept.address
    assert "The report is kept as it stands." in answer.content.decode()
    assert kept.address in client.get("/projects/AP/kept-briefs/").content.decode()
    again = api(bob).post("projects/AP/kept-briefs/", {})
    assert (again.status_code, again.json()["id"]) == (201, kept.pk)
    assert again.json()["kept_by"]["name"] == "Bob"


def test_an_archived_project_s_report_is_kept_too(told, alice):
    told.enter("archived", by=alice)
    assert KeptBrief.keep(told, by=alice).brief.state == "Archived"


def hidden(told, solution, alice):
    """What was shown and is made internal again, each with what shows it."""
    return [Question.objects.shared().get(), Decision.objects.shared().get(), solution]


@pytest.mark.parametrize("place", range(3))
def test_it_is_the_team_s_own_once_something_of_it_is(
    client, api, told, solution, alice, gina, place
):
    solution.show(by=alice)
    kept = KeptBrief.keep(told, by=alice)
    row = hidden(told, solution, alice)[place]
    addresses = [
        kept.address,
        f"/kept-briefs/{kept.pk}/report.pdf",
        *[f"/api/v1/projects/AP/kept-briefs/{kept.pk}/{part}" for part in ("", "brief/", "pdf/")],
    ]

    def seen(user):
        client.force_login(user)
        rows = api(user).get("projects/AP/kept-briefs/").json()["results"]
        listed = kept.address in client.get("/projects/AP/kept-briefs/").content.decode()
        return [client.get(one).status_code for one in addresses], len(rows), listed

    assert seen(gina) == seen(alice) == ([200] * 5, 1, True)
    row.make_internal(by=alice)
    assert seen(gina) == ([404] * 5, 0, False)
    assert seen(alice) == ([200] * 5, 1, True)
    client.force_login(alice)
    assert "made internal again" in client.get(kept.address).content.decode()
    row.show(by=alice)
    assert seen(gina) == ([200] * 5, 1, True)


def test_a_question_asked_again_takes_its_kept_answers_from_the_guests(client, kept, gina, alice):
    Question.objects.shared().get().ask_again(by=alice)
    client.force_login(gina)
    assert client.get(kept.address).status_code == 404


def test_what_is_struck_out_of_the_history_is_gone_from_it(client, kept, told, alice, gina):
    told.edit(name="Apollo", customer="Houston", business_goal="Clean", by=alice)
    old = present(OldText.objects.filter(field="business_goal", text__contains="Land").first())
    old.strike_out("A password stood there.", by=alice)
    client.force_login(gina)
    text = client.get(kept.address).content.decode()
    assert "Land</strong> on it." not in text
    assert "[struck out]" in text


def test_the_history_tells_it_to_the_team_alone(client, kept, alice, gina):
    for user, is_told in ((alice, True), (gina, False)):
        client.force_login(user)
        text = client.get("/projects/AP/activity/").content.decode()
        assert ("kept the project report" in text) is is_told


def test_the_admin_panel_keeps_one(client, told, root, alice):
    client.force_login(root)
    client.post("/admin/briefs/keptbrief/add/", {"project": told.pk})
    kept = KeptBrief.objects.get()
    assert client.get(f"/admin/briefs/keptbrief/{kept.pk}/change/").status_code == 200
    assert "AP" in client.get("/admin/briefs/keptbrief/").content.decode()


def test_their_budgets(client, api, kept, told, alice):
    client.force_login(alice)

    def grow():
        for n in range(3):
            SuccessMetric.define(
                told,
                kind="goodwill",
                name=f"More {n}",
                unit="%",
                baseline=0,
                target=5,
                due=date(2031, 12, 1),
                by=alice,
            )
            KeptBrief.keep(told, by=alice)

    assert_budget("page kept_briefs", lambda: client.get("/projects/AP/kept-briefs/"), grow)
    assert_budget("page kept_brief", lambda: client.get(kept.address), grow)
    path = "projects/AP/kept-briefs/"
    assert_budget("api kept-briefs", lambda: api(alice).get(path), grow)
    assert_budget("api kept-brief", lambda: api(alice).get(f"{path}{kept.pk}/brief/"), grow)
