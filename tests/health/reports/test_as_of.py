"""A report as of a past day says what was known then, on page, API and in an import's summary."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.utils import timezone

from base import clock
from base.refusals import Invalid
from health.models import HealthReport
from health.reports import past
from health.reports.building import build_report, recompute
from integrations.imports.jira.summary import Notes
from jobs.models import Job
from notifications.models import Digest
from tests.present import present
from tests.told.chronicle import Chronicle
from tests.world import person

pytestmark = pytest.mark.django_db


def bounce(chronicle, day):
    story = chronicle.write(day - 0.1)
    chronicle.move(story, day, "doing")
    chronicle.hand(story, day + 0.2, "emma")
    chronicle.move(story, day + 0.4, "review")
    chronicle.hand(story, day + 0.6, "sven")
    chronicle.move(story, day + 0.8, "done")


@pytest.fixture
def team():
    chronicle = Chronicle("Past", "PA")
    for day in range(0, 40, 2):
        chronicle.finish(
            day, 1, owner="egon" if day % 4 else "sven", path=("emma",) * (day % 4 > 0)
        )
    return chronicle


def signals(report, *keys):
    return [one for one in report.content["signals"] if not keys or one["key"] in keys]


def day_of(chronicle, day):
    return chronicle.moment(day).date()


def test_it_reads_what_was_told_by_then_and_nothing_later(team):
    day = day_of(team, 45)
    with clock.at(team.moment(60)):
        before = build_report(team.team, day=day)
    for start in range(61, 90, 2):
        bounce(team, start)
    with clock.at(team.moment(100)):
        now = build_report(team.team)
        after = build_report(team.team, day=day)
        assert after == before  # nothing of that day has changed, so it is that one
        HealthReport.objects.filter(pk=before.pk).delete()
        anew = build_report(team.team, day=day)
    assert bytes(anew.body) == bytes(before.body)
    assert recompute(anew) == anew.sha256
    assert anew.as_of == past.end_of(day)
    assert signals(now, "A2")[0]["figures"]["returned"] > 0
    assert signals(anew, "A2")[0]["figures"]["returned"] == 0


@pytest.mark.parametrize("day", range(6, 60, 12))
def test_as_of_any_day_it_is_as_the_facts_said_at_that_moment(day):
    """Told day by day, beside a report made while that day was the present."""
    chronicle = Chronicle("Daily", "DA")
    for start in range(0, max(1, day), 2):
        chronicle.finish(start, 1, path=("sara", "emma"), owner="emma")
    with clock.at(past.end_of(day_of(chronicle, day))):
        lived = build_report(chronicle.team)
    for start in range(day + 2, day + 20, 3):
        bounce(chronicle, start)
    with clock.at(chronicle.moment(day + 40)):
        seen = build_report(chronicle.team, day=day_of(chronicle, day))
    assert seen.content["last_events"] == lived.content["last_events"]
    for one, other in zip(
        signals(seen, "A2", "A3", "C1"), signals(lived, "A2", "A3", "C1"), strict=True
    ):
        assert (one["state"], one["n"]) == (other["state"], other["n"])


def test_one_of_the_past_is_never_the_newest_and_mails_nobody(team, client):
    with clock.at(team.moment(50)):
        now = build_report(team.team)
        mailed = Digest.objects.count()
        then = build_report(team.team, day=day_of(team, 20))
    assert then.pk > now.pk
    assert Digest.objects.count() == mailed
    assert HealthReport.objects.of(team.team).first() == now
    client.force_login(team.lead)
    page = client.get(f"/teams/{team.team.slug}/health/")
    assert page.context["report"] == now
    assert [one["pk"] for one in page.context["shown"].earlier] == [then.pk]


@pytest.mark.parametrize("zone", ["UTC", "Europe/Paris", "Pacific/Auckland", "America/New_York"])
def test_it_is_called_by_the_day_that_was_chosen_wherever_it_is_read(team, client, zone):
    with clock.at(team.moment(60)):
        build_report(team.team)
        then = build_report(team.team, day=day_of(team, 30))
    client.force_login(team.lead)
    chosen = f"{day_of(team, 30):%-d %b %Y}"
    with timezone.override(zone):
        page = client.get(f"/teams/{team.team.slug}/health/{then.pk}/").text
        newest = client.get(f"/teams/{team.team.slug}/health/").text
        compared = client.get(f"/teams/{team.team.slug}/health/comparison/").text
    assert f"As of the end of {day_of(team, 30):%a} {chosen} (UTC)" in page
    for shown in (page, newest, compared):
        assert f"{chosen}, end of the day" in shown


def test_a_lead_reads_a_past_day_in_one_step_and_compares_it_with_the_newest(team, client):
    with clock.at(team.moment(60)):
        now = build_report(team.team)
        then = build_report(team.team, day=day_of(team, 30))
    client.force_login(team.lead)
    page = client.get(f"/teams/{team.team.slug}/health/as-of/").text
    compute = f"/teams/{team.team.slug}/health/compute/"
    assert f'method="post" action="{compute}"' in page
    done = client.post(compute, {"day": day_of(team, 30).isoformat()})
    assert done["Location"] == f"/teams/{team.team.slug}/health/{then.pk}/"
    assert f"?then={then.pk}&amp;now={now.pk}" in client.get(done["Location"]).text
    assert "Compare with the newest" not in client.get(f"/teams/{team.team.slug}/health/").text


def test_a_guest_is_led_to_the_nearest_report_that_is_there(team, client):
    guest = person("visitor")
    team.team.take_in(guest, discipline="customer", role="guest", by=team.lead)
    client.force_login(guest)
    address = f"/teams/{team.team.slug}/health/as-of/"
    asked = {"day": day_of(team, 30).isoformat()}
    assert "The nearest" not in client.get(address, asked).text
    with clock.at(team.moment(60)):
        near, far = (build_report(team.team, day=day_of(team, day)) for day in (28, 40))
    HealthReport.objects.update(computed_at=timezone.now() - timedelta(days=3))
    page = client.get(address, asked).text
    assert f"/health/{near.pk}/" in page
    assert "<form method=" not in page.partition("<main")[2]
    asked = {"day": day_of(team, 20).isoformat()}
    assert f"/health/{near.pk}/" in client.get(address, asked).text
    assert f"/health/{far.pk}/" not in client.get(address, asked).text


@pytest.mark.parametrize("back", [0, -1, 4000])
def test_a_day_that_is_not_over_or_before_the_history_is_refused(team, client, back):
    with clock.at(team.moment(50)):
        day = day_of(team, 50) - timedelta(days=back)
        with pytest.raises(Invalid):
            HealthReport.compute_later(team.team, by=team.lead, day=day)
    assert not Job.objects.filter(key__contains=day.isoformat()).exists()


def test_the_page_offers_it_asks_for_it_and_leads_to_it(team, client):
    client.force_login(team.lead)
    address, day = f"/teams/{team.team.slug}/health/as-of/", day_of(team, 30).isoformat()
    assert "The history begins on" in client.get(address).text
    page = client.get(address, {"day": day})
    assert f'name="day" value="{day}"' in page.text
    asked = client.post(f"/teams/{team.team.slug}/health/compute/", {"day": day})
    assert asked["Location"] == f"{address}?day={day}&computing"
    assert Job.objects.get(key=f"team:{team.team.pk}:{day}").kind == "compute_report"
    assert "is being computed" in client.get(asked["Location"]).text
    report = build_report(team.team, day=day_of(team, 30))
    Job.objects.all().delete()
    done = client.get(address, {"day": day})
    assert done["Location"] == f"/teams/{team.team.slug}/health/{report.pk}/"
    assert client.get(done["Location"]).status_code == 200
    for odd in ("", "yesterday", "2999-01-01", "0001-01-01", "9999-12-31", "1990-01-01"):
        assert client.get(address, {"day": odd}).status_code == 422
        back = client.post(f"/teams/{team.team.slug}/health/compute/", {"day": odd})
        assert back.status_code == 302


def test_the_api_takes_the_day_and_refuses_one_that_is_not_over(team, client):
    client.force_login(team.lead)
    address = f"/api/v1/teams/{team.team.slug}/reports/"
    day = day_of(team, 30).isoformat()
    assert client.post(address, {"day": day}, "application/json").status_code == 202
    assert Job.objects.filter(key=f"team:{team.team.pk}:{day}").exists()
    for odd in ("2999-01-01", "1990-01-01", "soon", 7):
        answer = client.post(address, {"day": odd}, "application/json")
        assert 400 <= answer.status_code < 500


def notes_of(team):
    """As of an import that has nothing else to say."""
    nothing: Any = None
    return Notes(nothing, nothing, nothing, team, [], [])


def test_the_summary_of_an_old_import_says_where_its_last_day_is_judged(team):
    notes = notes_of(team.team)
    last = present(past.ends(team.team))
    assert f"/teams/{team.team.slug}/health/as-of/?day={last.isoformat()}" in notes._note_past()
    with clock.at(team.moment(45)):
        assert notes._note_past() == ""


def test_a_story_tidied_up_years_later_is_not_the_day_worth_judging(team, client):
    """Nor is it offered by the summary of an import or on the page of today's report."""
    first = team.sprint(0, [team.write(1) for _ in range(3)], done=3)
    team.close(first, 45)
    team.move(team.write(46), 500, "done")
    last = present(past.ends(team.team))
    with clock.at(team.moment(900)):
        assert past.worth_judging(team.team) == day_of(team, 45)
        told = notes_of(team.team)._note_past()
        assert last.isoformat() in told
        assert f"?day={day_of(team, 45).isoformat()}" in told
        build_report(team.team)
        client.force_login(team.lead)
        page = client.get(f"/teams/{team.team.slug}/health/").content.decode()
        assert f"?day={day_of(team, 45).isoformat()}" in page
        for start in range(600, 612, 2):
            team.finish(start, 1)
        assert past.worth_judging(team.team) == past.ends(team.team) == day_of(team, 611)


def test_the_ends_of_sprints_are_days_to_choose_from(team):
    ends = past.sprint_ends(team.team)
    assert ends == sorted(ends, key=lambda one: one[1], reverse=True)
    assert all(one[1] >= two[1] for one, two in pairwise(ends))
