"""What failed for good says so where somebody waits for it, with what to do."""

from datetime import timedelta

import pytest
import time_machine
from django.db.models.functions import Now
from django.utils import timezone

import health.tasks  # noqa: F401  registers the kinds of work
from forecasts.issuing import Issuing
from health.models import HealthReport
from health.reports.building import ReportBuilder
from jobs.models import Job
from tests.budgets import assert_budget

HEALTH = "/teams/orbit/health/"
FORECAST = "/projects/AP/forecast/"
SAID = "The health report of Orbit could not be made: it was tried 3 times"


def give_up():
    """Run what waits until nothing is tried any more; the pauses between pass at once."""
    for _ in range(12):
        Job.objects.waiting().update(run_at=Now())
        Job.run_waiting()


@pytest.fixture
def broken(monkeypatch):
    def fail(self):
        raise ArithmeticError("SECRET inner words")

    with monkeypatch.context() as patch:
        patch.setattr(ReportBuilder, "run", fail)
        patch.setattr(Issuing, "run", fail)
        yield patch


@pytest.fixture
def failed(broken, apollo, alice):
    Job.objects.all().delete()
    HealthReport.compute_later(apollo.team, by=alice)
    give_up()
    assert Job.objects.get(kind="compute_report").state == "failed"
    return apollo


def page(client, user, address=HEALTH):
    client.force_login(user)
    return client.get(address).content.decode()


def needs(client, user):
    client.force_login(user)
    return [need for need in client.get("/").context["needs"] if "could not be" in need.sentence]


def test_the_page_says_it_to_all_and_lets_a_lead_try_again(client, failed, alice, bob, gina):
    for who in (alice, bob, gina):
        for address in (HEALTH, f"{HEALTH}?computing"):
            said = page(client, who, address)
            assert SAID in said
            assert "SECRET" not in said
            assert "ArithmeticError" not in said
            assert "data-progress" not in said
            assert (f'action="{HEALTH}retry/"' in said) == (who == alice)
            assert ("Ask Alice to try it again." in said) == (who != alice)


def test_waiting_ends_with_the_failure(client, failed, bob):
    part = page(client, bob, f"{HEALTH}progress/")
    assert f'data-finished="{HEALTH}"' in part
    assert SAID in part
    assert "is ready" not in part


def test_a_lead_tries_again_once_and_then_it_is_forgotten(client, failed, alice, broken):
    client.force_login(alice)
    for _ in range(2):
        answer = client.post(f"{HEALTH}retry/")
        assert answer.headers["Location"] == f"{HEALTH}?computing"
    assert Job.objects.get(kind="compute_report").state == "waiting"
    assert "data-progress" in page(client, alice, f"{HEALTH}?computing")
    broken.undo()
    Job.run_waiting()
    assert SAID not in page(client, alice)
    assert not needs(client, alice)


def test_only_a_lead_tries_again(client, failed, bob, gina, charlie):
    for who in (bob, gina, charlie):
        client.force_login(who)
        client.post(f"{HEALTH}retry/")
        client.post(f"{FORECAST}retry/")
    assert Job.objects.get(kind="compute_report").state == "failed"


def test_what_was_asked_for_again_is_no_failure(client, failed, bob):
    client.force_login(bob)
    client.post(f"{HEALTH}compute/")
    assert SAID not in page(client, bob)
    assert "data-progress" in page(client, bob, f"{HEALTH}?computing")


def test_a_past_day_that_failed_says_so_on_its_own_page(client, broken, apollo, alice):
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        day = (timezone.localdate() - timedelta(days=1)).isoformat()
        client.force_login(alice)
        client.post(f"{HEALTH}compute/", {"day": day})
        assert Job.objects.filter(key__endswith=day).exists()
        give_up()
        address = f"{HEALTH}as-of/?day={day}"
        assert "could not be made: it was tried 3 times" in page(
            client, alice, f"{address}&computing"
        )
        assert "data-finished" in page(client, alice, f"{HEALTH}progress/?day={day}")
        assert address in [need.link for need in needs(client, alice)]
        client.post(f"{HEALTH}retry/", {"day": day})
        assert Job.objects.get(key__endswith=day).state == "waiting"


def test_forecasts_that_failed_say_so_on_their_page_and_today(client, broken, apollo, alice, bob):
    Job.ask("issue_forecasts", key=f"project:{apollo.pk}", project=apollo.pk)
    give_up()
    said = page(client, alice, FORECAST)
    assert "could not be frozen: it was tried 3 times" in said
    assert "SECRET" not in said
    assert "Ask Alice to try it again." in page(client, bob, FORECAST)
    [need] = [one for one in needs(client, alice) if "frozen" in one.sentence]
    assert (need.link, need.word) == (FORECAST, "Try again")
    for _ in range(2):
        assert client.post(f"{FORECAST}retry/").headers["Location"] == FORECAST
    assert Job.objects.get(kind="issue_forecasts").state == "waiting"


def test_today_tells_the_leads_and_nobody_else(client, failed, alice, bob, gina, charlie):
    [need] = needs(client, alice)
    assert need.sentence.startswith(SAID)
    assert (need.word, need.link) == ("Try again", HEALTH)
    for who in (bob, gina, charlie):
        assert not needs(client, who)
    client.force_login(alice)

    def more():
        Job.ask("issue_forecasts", key=f"project:{failed.pk}", project=failed.pk)
        give_up()

    assert_budget("page dashboard", lambda: client.get("/"), more)
    assert len(needs(client, alice)) == 2


@pytest.mark.parametrize("name", ["alice", "bob", "gina"])
def test_the_api_says_it_with_what_to_do(api, failed, name, request):
    client = api(request.getfixturevalue(name))
    told = client.get("teams/orbit/reports/asked/").json()
    assert (told["team"], told["state"]) == ("orbit", "failed")
    assert told["says"].startswith(SAID)
    assert "try it again" in told["says"].lower()
    assert "SECRET" not in told["says"]


def test_the_api_tells_what_waits_what_is_done_and_what_nobody_asked(api, team, alice):
    client = api(alice)
    Job.objects.all().delete()
    asked = "teams/orbit/reports/asked/"
    assert client.get(asked).json() == {"team": "orbit", "state": "none", "says": ""}
    client.post("teams/orbit/reports/", {})
    assert client.get(asked).json()["state"] == "waiting"
    Job.run_waiting()
    assert client.get(asked).json()["state"] == "done"
    assert client.get(f"{asked}?day=never").status_code == 400
