"""Forecasts that were given up, over the API: what the page says of them, and its button."""

import pytest
from django.utils import timezone

from jobs.models import Job
from tests.api.described import fits_its_description
from tests.budgets import assert_budget

FAILURES = "projects/AP/forecasts/failures/"
RETRIES = "projects/AP/forecasts/retries/"


@pytest.fixture
def failed(apollo):
    return Job.objects.create(
        kind="issue_forecasts",
        key=f"project:{apollo.pk}",
        args={"project": apollo.pk},
        state=Job.State.FAILED,
        attempts=5,
        finished_at=timezone.now(),
    )


def test_what_was_given_up_is_said_and_tried_again(api, failed, alice):
    hers = api(alice)
    answer = hers.get(FAILURES)
    [told] = answer.json()["failures"]

    assert fits_its_description("forecast-failures", answer) == []
    assert told["kind"] == "issue_forecasts"
    assert "it was tried 5 times" in told["sentence"]
    again = hers.post(RETRIES)
    assert (again.status_code, again.json()["failures"]) == (200, [])
    assert fits_its_description("forecast-retries", again) == []
    failed.refresh_from_db()
    assert failed.state == Job.State.WAITING
    assert hers.post(RETRIES).status_code == 200


def test_statements_are_constant(api, failed, alice):
    hers = api(alice)

    def grow():
        failed.pk, failed.kind = None, "resolve_forecasts"
        failed.save(force_insert=True)

    assert_budget("api forecast failures", lambda: hers.get(FAILURES), grow)


def test_who_may(api, failed, alice, bob, gina, charlie):
    for who, status in ((bob, 403), (gina, 403), (charlie, 404)):
        assert api(who).post(RETRIES).status_code == status
    assert "Ask Alice" in api(bob).get(FAILURES).json()["failures"][0]["advice"]
    assert api(charlie).get(FAILURES).status_code == 404
    failed.refresh_from_db()
    assert failed.state == Job.State.FAILED


def test_it_is_strict(api, apollo, alice):
    hers = api(alice)
    assert hers.get(FAILURES, {"fields": "failures"}).json() == {"failures": []}
    assert hers.get(FAILURES, {"colour": "red"}).status_code == 400
    assert hers.post(RETRIES, {"colour": "red"}).status_code == 400
    assert hers.get(FAILURES, if_none_match=hers.get(FAILURES)["ETag"]).status_code == 304
