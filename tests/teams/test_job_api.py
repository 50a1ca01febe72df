"""Work that was asked for and is done later: each 202 names its job, which tells how it goes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone

import health.tasks  # noqa: F401  registers the kinds of work
from base import clock, redis
from config.api import urlpatterns
from health.models import HealthReport
from health.reports.building import ReportBuilder
from jobs.kinds import KINDS
from jobs.models import Job
from jobs.tasks import forget_old_jobs
from projects.models import Project

REPORTS = "teams/orbit/reports/"


@pytest.fixture
def hers(api, alice, team):
    Job.objects.all().delete()
    return api(alice)


@pytest.fixture
def old(team, root):
    """A project that was begun before the days that are asked for."""
    with clock.at(datetime(2026, 1, 2, tzinfo=UTC)):
        return Project.start(team, key="OLD", name="Old", by=root)


def ask(client, **body):
    """Ask for a report; return the path of its job."""
    answer = client.post(REPORTS, body)
    assert answer.status_code == 202, answer.content
    return path_in(answer["Location"])


def path_in(address):
    return address.partition("/api/v1/")[2]


def make_due():
    Job.objects.waiting().update(run_at=Now())


def give_up():
    """Run what waits until nothing is tried any more; the pauses between pass at once."""
    for _ in range(12):
        make_due()
        Job.run_waiting()


@pytest.fixture
def broken(monkeypatch):
    def fail(self):
        raise ArithmeticError("SECRET inner words")

    monkeypatch.setattr(ReportBuilder, "run", fail)


def test_what_was_asked_for_is_told_until_it_is_done(hers):
    asked = hers.post(REPORTS, {})
    path = path_in(asked["Location"])
    waiting = hers.get(path)
    assert waiting.json() == asked.json()
    told = waiting.json()
    assert (told["team"], told["kind"], told["state"]) == ("orbit", "report", "waiting")
    assert (told["started_at"], told["ended_at"], told["result"]) == (None, None, None)
    assert told["problem"] is None
    assert int(waiting["Retry-After"]) >= 1
    assert hers.get(path, if_none_match=waiting["ETag"]).status_code == 304

    Job.run_waiting()
    done = hers.get(path, if_none_match=waiting["ETag"])
    told = done.json()
    assert (done.status_code, told["state"], told["problem"]) == (200, "done", None)
    assert told["asked_at"] <= told["started_at"] <= told["ended_at"]
    assert "Retry-After" not in done
    report = hers.get(path_in(told["result"]))
    assert (report.status_code, report.json()["team"]) == (200, "orbit")


def test_what_is_there_already_is_the_result_too(hers):
    first, second = ask(hers), ask(hers)
    assert first == second, "while it waits it is the same work"
    Job.run_waiting()
    third = ask(hers)
    assert third != first
    Job.run_waiting()
    assert hers.get(third).json()["result"] == hers.get(first).json()["result"]
    assert HealthReport.objects.count() == 1


def test_a_running_job_says_so_to_whoever_looks_from_beside(hers, monkeypatch):
    seen = []

    def look(self):
        seen.append(hers.get(path).json())
        raise ArithmeticError

    path = ask(hers)
    monkeypatch.setattr(ReportBuilder, "run", look)
    Job.run_waiting()
    [told] = seen
    assert (told["state"], told["attempts"], told["ended_at"]) == ("running", 1, None)
    assert told["started_at"]


def test_between_two_attempts_it_says_when_to_come_back(hers, broken):
    path = ask(hers)
    Job.run_waiting()
    answer = hers.get(path)
    assert (answer.json()["state"], answer.json()["attempts"]) == ("waiting", 1)
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert answer.json()["problem"] is None


@pytest.mark.parametrize("name", ["alice", "bob", "gina"])
def test_a_job_that_failed_says_what_and_what_to_do(hers, api, broken, name, request):
    path = ask(hers)
    give_up()
    answer = api(request.getfixturevalue(name)).get(path)
    told = answer.json()
    assert (told["state"], told["attempts"], told["result"]) == ("failed", 3, None)
    assert "Retry-After" not in answer
    problem = told["problem"]
    assert problem["type"].endswith("/job-failed/")
    assert problem["detail"].startswith("The health report of Orbit could not be made")
    assert "try it again" in problem["detail"].lower()
    assert "SECRET" not in answer.content.decode()


def test_a_failure_of_a_past_day_names_the_day(hers, broken, old):
    path = ask(hers, day="2026-01-05")
    give_up()
    assert "as of 5 Jan 2026" in hers.get(path).json()["problem"]["detail"]


def test_work_that_killed_its_workers_is_another_problem(hers):
    path = ask(hers)
    tried = KINDS["compute_report"].attempts
    Job.objects.update(attempts=tried)  # each ended without an end
    Job.run_waiting()
    told = hers.get(path).json()
    assert told["state"] == "failed"
    assert told["problem"]["type"].endswith("/job-killed-its-workers/")


def test_a_job_that_no_worker_takes_up_says_so_and_waits_on(hers, time_machine):
    path = ask(hers)
    assert hers.get(path).json()["problem"] is None
    Job.objects.update(run_at=Now() - timedelta(minutes=2))
    told = hers.get(path).json()
    assert (told["state"], told["result"]) == ("waiting", None)
    assert told["problem"]["type"].endswith("/job-not-taken-up/")
    Job.run_waiting()
    assert hers.get(path).json()["problem"] is None


def test_a_job_that_a_dead_worker_left_says_so_too(hers):
    path = ask(hers)
    job = Job.lease_next()
    assert job is not None
    assert hers.get(path).json()["problem"] is None
    Job.objects.update(leased_until=Now() - timedelta(minutes=2))
    told = hers.get(path).json()
    assert told["state"] == "running"
    assert told["problem"]["type"].endswith("/job-not-taken-up/")


def test_a_job_that_is_worked_on_for_long_is_not_taken_for_left(hers, monkeypatch):
    seen = []

    def look(self):
        Job.objects.update(leased_until=Now() - timedelta(minutes=2))
        seen.append(hers.get(path).json())

    path = ask(hers)
    monkeypatch.setattr(Job, "_is_let_go", lambda self: False)  # its row is held from elsewhere
    monkeypatch.setattr(ReportBuilder, "run", look)
    Job.run_waiting()
    assert seen[0]["problem"] is None


def test_a_retried_job_waits_again(hers, broken):
    path = ask(hers)
    give_up()
    Job.objects.failed().get().retry()
    told = hers.get(path).json()
    assert (told["state"], told["problem"], told["ended_at"]) == ("waiting", None, None)


def test_a_job_that_ended_for_a_newer_one_leads_there(hers, monkeypatch):
    """Asked for again while it runs and fails: the newer one does its work."""
    path = ask(hers)
    job = Job.lease_next()
    newer = ask(hers)
    assert newer != path
    assert job is not None
    monkeypatch.setattr(ReportBuilder, "run", lambda self: 1 / 0)
    job.perform()
    told = hers.get(path).json()
    assert (told["state"], told["result"]) == ("done", None)
    assert path_in(told["taken_over_by"]) == newer
    assert hers.get(newer).json()["state"] == "waiting"


def test_only_who_sees_the_team_sees_its_jobs(hers, api, bob, gina, charlie, alice, team):
    path = ask(hers)
    assert api(None).get(path).status_code == 401
    assert api(charlie).get(path).status_code == 404
    for who in (bob, gina):
        assert api(who).get(path).status_code == 200
    his = api(bob)
    team.let_go(bob, by=alice)
    assert his.get(path).status_code == 404


def test_other_work_and_other_teams_jobs_are_not_there(hers, alice, team):
    theirs = team.__class__.objects.create(name="Deep", slug="deep")
    theirs.memberships.create(user=alice, discipline="science", role="lead")
    path = ask(hers)
    assert hers.get(path.replace("orbit", "deep")).status_code == 404
    other = Job.ask("refresh_facts", key="x", team=team.pk)
    assert hers.get(f"teams/orbit/jobs/{other}/").status_code == 404
    assert hers.get("teams/orbit/jobs/999999999999999999/").status_code == 404
    assert hers.get(f"{path}?fields=id").status_code == 400


def test_done_jobs_are_forgotten_after_a_week_and_failed_ones_are_kept(hers, broken, old):
    failed = ask(hers)
    give_up()
    done = ask(hers, day="2026-01-05")
    Job.objects.waiting().update(state="done", finished_at=timezone.now() - timedelta(days=8))
    forget_old_jobs()
    assert hers.get(done).status_code == 404
    assert hers.get(failed).json()["state"] == "failed"


def test_a_repeated_request_gets_the_same_job(hers):
    first = hers.post(REPORTS, {}, idempotency_key="a")
    Job.run_waiting()
    again = hers.post(REPORTS, {}, idempotency_key="a")
    assert (again.status_code, again["Location"]) == (202, first["Location"])


def test_without_redis_the_wish_is_kept(hers, settings, monkeypatch):
    """The bell can't ring; PostgreSQL remembers, and a worker finds it when Redis is back."""
    settings.REDIS_URL = settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(redis, "_quiet_until", 0.0)
    redis.client.cache_clear()
    path = ask(hers)
    assert hers.get(path).json()["state"] == "waiting"
    redis.client.cache_clear()


def test_every_202_names_a_job(client):
    """Whatever the description says is done later has the address of a job."""
    paths = client.get("/api/v1/schema/").json()["paths"]
    later = []
    for methods in paths.values():
        for operation in methods.values():
            if answer := operation["responses"].get("202"):
                later.append(operation["operationId"])
                assert "Location" in answer["headers"]
                assert answer["content"]["application/json"]["schema"]["$ref"].endswith("/Job")
    assert later == ["team-report-create"]
    assert any(getattr(one, "name", "") == "job-detail" for one in urlpatterns)
