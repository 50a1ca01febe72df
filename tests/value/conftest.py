"""A release of apollo, in use since today, a metric of the project, and a clock that goes on."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from base import clock
from metrics.models import SuccessMetric
from projects.models import Release
from tests.solutions.conftest import draft, hypothesis, passed, proven, solution, trial, use_case  # noqa: F401
from value.asking import ask_due
from value.models import CheckIn


@pytest.fixture
def metric(apollo, alice):
    return SuccessMetric.define(
        apollo,
        kind="incremental_value",
        name="Rocks found",
        unit="kg",
        baseline=0,
        target=50,
        due=date(2029, 12, 1),
        by=alice,
    )


@pytest.fixture
def release(apollo, alice):
    return Release.announce(apollo, title="Radar", first_used_on=clock.today(), by=alice)


@pytest.fixture
def after(apollo, alice):
    """Let so many days pass since the test began."""
    began = datetime.now(UTC)
    with time_machine.travel(began, tick=False) as traveller:
        yield lambda days: traveller.move_to(began + timedelta(days=days))


@pytest.fixture
def ask(apollo, after):
    """Ask what is due so many days after the first use; returns all check-ins there are."""

    def ask(days):
        after(days)
        ask_due(apollo)
        return list(CheckIn.objects.order_by("pk"))

    return ask


@pytest.fixture
def check_in(ask, release, metric):
    [asked] = ask(30)
    return asked
