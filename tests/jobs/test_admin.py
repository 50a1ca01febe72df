"""/admin/jobs/job/: what waits, runs, failed and why; a retry, and nothing else."""

import pytest
from django.urls import reverse

from jobs.models import Job
from tests.jobs.conftest import register

LIST = reverse("admin:jobs_job_changelist")


@pytest.fixture
def failed(db, monkeypatch):
    register(monkeypatch, "break", lambda: 1 / 0, attempts=1)
    Job.ask("break", key="one")
    Job.run_waiting()
    return Job.objects.get()


@pytest.fixture
def admins(client, root):
    client.force_login(root)
    return client


def test_the_list_shows_what_failed_and_why(admins, failed):
    Job.ask("greet", key="other")
    page = admins.get(LIST).content.decode()
    assert "ZeroDivisionError: division by zero" in page
    assert "other" in page

    page = admins.get(LIST, {"state__exact": "failed"}).content.decode()
    assert "one" in page
    assert "other" not in page
    assert admins.get(LIST, {"kind": "greet", "q": "other"}).status_code == 200


def test_the_page_of_a_job_is_for_reading(admins, failed):
    address = reverse("admin:jobs_job_change", args=[failed.pk])
    page = admins.get(address)
    assert page.status_code == 200
    assert b'name="_save"' not in page.content
    assert admins.post(address, {"state": "done"}).status_code == 403
    assert admins.get(reverse("admin:jobs_job_add")).status_code == 403


def test_a_failed_job_is_tried_again(admins, failed):
    answer = admins.post(
        LIST, {"action": "try_again", "_selected_action": [failed.pk]}, follow=True
    )
    assert "1 of 1 failed jobs wait for a worker." in answer.content.decode()
    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == ("waiting", 0)


def test_a_newer_job_is_told_of(admins, failed):
    Job.ask("break", key="one")
    answer = admins.post(
        LIST, {"action": "try_again", "_selected_action": [failed.pk]}, follow=True
    )
    assert "a newer job with the same key waits" in answer.content.decode()


def test_only_admins_see_it(client, failed, alice):
    client.force_login(alice)
    assert client.get(LIST).status_code in (302, 403, 404)
