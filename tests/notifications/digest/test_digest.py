"""The digest by mail, from the close of a sprint through the real jobs to the outbox."""

import re
from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from base import clock
from health.models import HealthReport
from health.reports.building import build_report
from jobs.models import Job
from notifications.digest.digest_email import DigestEmail
from notifications.models import Digest
from sprints.models import Sprint
from tests.present import present
from tests.told.chronicle import Chronicle
from tests.told.year import tell

DOWN = "tests.notifications.digest.test_digest.ServerThatIsAway"


class ServerThatIsAway(EmailBackend):
    def send_messages(self, messages):
        raise SMTPServerDisconnected("Connection unexpectedly closed")


@pytest.fixture
def running(stories, sprint, alice):
    sprint.kick_off(by=alice)
    Job.run_waiting()
    return sprint


@pytest.fixture
def wanted(running, team, alice):
    team.switch_digest(True, by=alice)
    return running


def close(sprint, by):
    sprint.close(by=by)
    Job.run_waiting()


def again():
    """Let what waits for another attempt be due."""
    Job.objects.waiting().update(run_at=timezone.now() - timedelta(seconds=1))
    Job.run_waiting()


def told(to="alice"):
    return next(one for one in mail.outbox if one.to == [f"{to}@example.org"])


def test_nothing_is_mailed_unless_a_lead_wants_it(running, alice):
    close(running, alice)
    assert HealthReport.objects.exists()
    assert not mail.outbox


def test_after_a_sprint_each_who_works_in_the_team_gets_one(wanted, team, alice, gina):
    close(wanted, alice)
    assert sorted(one.to[0] for one in mail.outbox) == ["alice@example.org", "bob@example.org"]
    report = HealthReport.objects.get()
    letter = told()
    assert letter.subject == "Orbit after AP sprint 1: nothing needs attention for sure"
    assert f"/teams/orbit/health/{report.pk}/" in letter.body
    assert "Apollo: " in letter.body
    assert "Nothing is surely out of its range" in letter.body
    html = letter.alternatives[0].content
    assert f"/teams/orbit/health/{report.pk}/" in html
    assert not re.search(r"<img|<link|<script|url\(|style=", html)


def test_a_sprint_is_told_once_however_often_reports_are_made(wanted, team, alice):
    close(wanted, alice)
    close(wanted, alice)
    for days in (1, 2):
        with clock.at(timezone.now() + timedelta(days=days)):
            build_report(team)
            Job.run_waiting()
    assert HealthReport.objects.count() == 3
    assert Digest.objects.count() == 1
    assert len(mail.outbox) == 2


def test_each_sprint_gets_its_own(wanted, team, alice, stories):
    close(wanted, alice)
    following = Sprint.plan(
        wanted.project, starts_on=timezone.localdate() + timedelta(days=1), by=alice
    )
    stories[2].hand_to(alice, by=alice)
    stories[2].plan_into(following, by=alice)
    following.kick_off(by=alice)
    close(following, alice)
    assert len(mail.outbox) == 4
    assert len({one.extra_headers["Message-ID"] for one in mail.outbox}) == 4


def test_sprints_that_ended_before_it_was_switched_on_stay_untold(running, team, alice):
    close(running, alice)
    team.switch_digest(True, by=alice)
    with clock.at(timezone.now() + timedelta(days=1)):
        build_report(team)
        Job.run_waiting()
    assert not mail.outbox


def test_who_left_or_wants_none_or_is_inactive_gets_none(wanted, team, alice, bob, settings):
    settings.EMAIL_BACKEND = DOWN
    close(wanted, alice)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    team.let_go(bob, by=alice)
    again()
    assert [one.to for one in mail.outbox] == [["alice@example.org"]]


@pytest.mark.parametrize("change", ["wants none", "is inactive", "is a guest"])
def test_it_is_asked_again_when_the_mail_is_sent(wanted, team, alice, bob, change):
    if change == "wants none":
        bob.take_digests(False)
    elif change == "is inactive":
        type(bob).objects.filter(pk=bob.pk).update(is_active=False)
    else:
        team.take_in(bob, discipline="customer", role="guest", by=alice)
    close(wanted, alice)
    assert [one.to for one in mail.outbox] == [["alice@example.org"]]


def test_a_mail_server_that_is_away_loses_nothing_and_doubles_nothing(wanted, alice, settings):
    settings.EMAIL_BACKEND = DOWN
    close(wanted, alice)
    waiting = Job.objects.filter(kind="mail_letter", state="waiting")
    assert waiting.count() == 2
    assert {one.attempts for one in waiting} == {1}
    assert all(one.run_at > timezone.now() - timedelta(seconds=60) for one in waiting)
    assert "SMTPServerDisconnected" in waiting[0].error
    again()
    assert {one.attempts for one in waiting.all()} == {2}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    again()
    again()
    assert len(mail.outbox) == 2
    assert not waiting.all().exists()


def test_one_who_cant_be_reached_holds_up_nobody(wanted, alice, monkeypatch):
    send = DigestEmail.send

    def refuse_bob(self):
        if self.reader.name == "Bob":
            raise SMTPServerDisconnected("No such mailbox")
        send(self)

    monkeypatch.setattr(DigestEmail, "send", refuse_bob)
    close(wanted, alice)
    assert [one.to for one in mail.outbox] == [["alice@example.org"]]


def test_switched_off_before_it_is_sent_it_isnt(wanted, team, alice, settings):
    settings.EMAIL_BACKEND = DOWN
    close(wanted, alice)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    team.switch_digest(False, by=alice)
    again()
    assert not mail.outbox


def test_no_name_of_a_team_becomes_a_header_or_a_link(wanted, team, alice):
    name = "Orbit\r\nBcc: charlie@example.org\u2028<b>big</b>"
    type(team).objects.filter(pk=team.pk).update(name=name)
    close(wanted, alice)
    letter = told().message()
    assert letter["Bcc"] is None
    assert set(letter["To"].split(",")) == {"alice@example.org"}
    assert "\n" not in letter["Subject"].replace("\n ", "")
    html = told().alternatives[0].content
    assert "<b>big</b>" not in html
    assert "\nBcc:" not in told().body


def test_what_needs_attention_is_told_with_why_how_sure_and_what_to_do(db, settings):
    comet = tell(Chronicle("Comet", "CM"))
    with clock.at(comet.now):
        comet.team.switch_digest(True, by=comet.lead)
        report = build_report(comet.team)
    digest = Digest.objects.create(team=comet.team, sprint=present(report.sprint), report=report)
    found = [one for one in report.content["signals"] if one["state"] == "attention"]
    with clock.at(comet.now):
        reading = report.readings.get(signal=found[0]["key"])
        reading.contest("Half of us were ill.\n\n2. All is well", by=comet.people["emma"])
    letter = DigestEmail(digest, comet.lead).message()
    assert found
    assert f"{len(found)} signal" in letter.subject
    for one in found:
        assert " ".join(one["says"].split()) in letter.body
        assert one["action"] in letter.body
    if any(one["chance_attention"] is not None for one in found):
        assert "likely to lie outside its range" in letter.body
    assert "Contested by Emma: Half of us were ill. 2. All is well\n" in letter.body
    assert not [name for name in ("Sven", "Egon") if name in letter.body]


def test_mail_programs_are_told_how_to_end_it(wanted, alice, settings):
    close(wanted, alice)
    headers = told().extra_headers
    assert re.fullmatch(r"<http://[\w.:]+/no-digests/\S+/>", headers["List-Unsubscribe"])
    assert "List-Unsubscribe-Post" not in headers  # one click has to be by https
    settings.HTTPS = True
    letter = DigestEmail(Digest.objects.get(), alice).message()
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_one_click_ends_it_without_a_sign_in_and_looking_does_not(client, wanted, alice, bob):
    close(wanted, alice)
    link = present(re.search(r"/no-digests/\S+/", told("bob").body))[0]
    assert client.get(link).status_code == 200
    bob.refresh_from_db()
    assert bob.wants_digests
    client.handler.enforce_csrf_checks = True
    answer = client.post(link, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "No more digests" in answer.content.decode()
    for user, wants in ((bob, False), (alice, True)):
        user.refresh_from_db()
        assert user.wants_digests is wants
    assert client.post(link[:-3] + "x/").status_code == 404
    assert client.get("/no-digests/anything/").status_code == 404


def test_everybody_chooses_on_their_own_page(client, bob, api):
    client.force_login(bob)
    fields = {"name": "Bob", "time_zone": "UTC"}
    client.post("/me/", fields)
    bob.refresh_from_db()
    assert not bob.wants_digests
    client.post("/me/", {**fields, "wants_digests": "on"})
    bob.refresh_from_db()
    assert bob.wants_digests
    answer = api(bob).post("me/digests/", {"wanted": False})
    assert answer.json()["wants_digests"] is False
    assert api(bob).post("me/digests/", {"wanted": "no"}).status_code == 400


def test_a_lead_switches_it_on_the_page_and_over_the_api(client, api, team, alice, bob):
    client.force_login(alice)
    assert "Mail a digest after each sprint" in client.get("/teams/orbit/").content.decode()
    client.post("/teams/orbit/digests/", {"on": ""})
    team.refresh_from_db()
    assert team.has_digest
    assert "Mail no digests" in client.get("/teams/orbit/").content.decode()
    assert api(alice).get("teams/orbit/").json()["digest_since"]
    assert api(bob).post("teams/orbit/digests/", {"on": False}).status_code == 403
    assert api(alice).post("teams/orbit/digests/", {"on": False}).json()["digest_since"] is None
    events = team.events.filter(verb="team_digest_switched").values_list("details__now", flat=True)
    assert list(events) == ["on", ""]


def test_without_a_mail_server_it_cant_be_switched_on(api, team, alice, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    answer = api(alice).post("teams/orbit/digests/", {"on": True})
    assert answer.status_code == 409
    assert "EMAIL_URL" in answer.json()["detail"]


def test_an_admin_switches_it_in_the_panel(client, team, root):
    client.force_login(root)
    action = {"action": "mail_digests", "_selected_action": [team.pk]}
    client.post("/admin/teams/team/", action)
    team.refresh_from_db()
    assert team.has_digest
