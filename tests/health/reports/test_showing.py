"""A report's signals are drawn once for what they were drawn from; who reads stands beside it."""

import re
from datetime import timedelta

import orjson
import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from base import clock
from health.models import HealthReport, Reading
from health.reports.building import build_report
from health.reports.presenter.report import ReportPresenter
from health.reports.presenter.signal_shown import SignalPresenter
from stories.models import Story
from tests.present import present

URL = "/teams/orbit/health/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture(autouse=True)
def nothing_drawn():
    caches["drawings"].clear()


@pytest.fixture
def report(team):
    return build_report(team)


def read(user, address=URL):
    client = Client()
    client.force_login(user)
    return client.get(address).content.decode()


def articles(page):
    """The signals without their forms."""
    found = re.findall(r'<article class="signal.*?</article>', page, re.DOTALL)
    return [re.split(r'\s*<details class="no-print">|\s*</article>', one)[0] for one in found]


def test_the_second_reader_is_shown_the_same_without_drawing(report, alice, bob, monkeypatch):
    first = articles(read(alice))
    monkeypatch.setattr(SignalPresenter, "_draw", None)  # calling it would fail
    assert len(first) == len(report.content["signals"])
    assert articles(read(bob)) == first


def test_a_note_shows_at_once_and_is_gone_with_its_last_word(report, alice, bob):
    before = read(alice)
    reading = report.readings.get(signal="C1")
    reading.contest("We <moved> house.", by=bob)
    noted = read(alice)
    assert "Contested by Bob: We &lt;moved&gt; house." in noted
    assert sum(one not in before for one in articles(noted)) == 1
    reading.contest("", by=bob)
    assert articles(read(alice)) == articles(before)


def test_a_guest_gets_no_form_and_nobodys_token(report, alice, gina):
    HealthReport.objects.update(computed_at=timezone.now() - timedelta(hours=25))
    tokens = TOKEN.findall(read(alice))
    page = read(gina)
    assert len(tokens) > len(report.content["signals"])
    assert articles(page) == articles(read(alice))
    assert "Contest this" not in page
    assert not [one for one in tokens if one in page]


def test_what_was_drawn_for_members_stays_closed_to_guests_for_a_day(report, alice, gina):
    assert "Commitment reliability" in read(alice)
    assert "Commitment reliability" not in read(gina)


def test_each_form_carries_the_readers_own_token(report, bob):
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob)
    form = client.get(URL).content.decode().split('id="C1"')[1]
    words = {"signal": "C1", "note": "Odd.", "csrfmiddlewaretoken": present(TOKEN.search(form))[1]}
    assert client.post(f"{URL}{report.pk}/contests/", words).status_code == 302
    del words["csrfmiddlewaretoken"]
    assert client.post(f"{URL}{report.pk}/contests/", words).status_code == 403


def test_a_story_goes_by_its_name_of_today(comet):
    with clock.at(comet.now):
        report = build_report(comet.team)
    rows = [
        row
        for one in report.content["signals"]
        for part in one["evidence"]
        for row in part["rows"]
        if part["model"] == "story"
    ]
    address = "/teams/comet/health/"
    assert "<b>Renamed" not in read(comet.lead, address)
    Story.objects.filter(pk=rows[0]["id"]).update(title="<b>Renamed")
    assert "&lt;b&gt;Renamed" in read(comet.lead, address)


def test_a_value_is_set_beside_that_of_the_report_just_before(report, apollo, alice):
    for day in (1, 2):
        with clock.at(timezone.now() + timedelta(days=day)):
            build_report(report.team)
    newest, between, oldest = HealthReport.objects.of(report.team)
    for one, value in ((oldest, 0.25), (between, 0.5)):
        one.readings.filter(signal="C1").update(value=value)
    shown = ReportPresenter(newest, Reading.objects.up_to(newest))
    assert [one["pk"] for one in shown.earlier] == [between.pk, oldest.pk]
    before = {one.signal.key: present(one.before).value for one in shown.signals}
    assert before["C1"] == 0.5
    assert f"?then={between.pk}&amp;now={newest.pk}" in read(alice)


def test_a_report_of_earlier_code_is_read_as_it_was_written(report, alice):
    content = orjson.loads(bytes(report.body))
    told = next(one for one in content["signals"] if one["key"] == "C1")
    told["trend"] = {
        "amount": -0.2,
        "low": -0.3,
        "high": -0.1,
        "is_factor": False,
        "p_value": 0.01,
        "direction": -1,
        "stands": True,
        "alert": True,
    }
    for one in content["signals"]:
        del one["withheld"], one["distribution"]
    HealthReport.objects.filter(pk=report.pk).update(body=orjson.dumps(content))
    assert "20 points down in the last three sprints against the ten before" in read(alice)
