"""Every two edges that a young, idle or aged team can have, met in one team."""

import warnings
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from benchmarks.invented import beside
from benchmarks.invented.bulk import Bulk
from benchmarks.invented.faults import faults
from benchmarks.invented.odd import COLUMNS, MOST, array, few
from benchmarks.invented.pairs import Pair, pairs_of
from jobs import clock
from metrics.digest.letter import Letter, forecasts_of
from metrics.models import Digest, Forecast, HealthReport
from metrics.reports import making
from tests.metrics.chronicle import kept

pytestmark = pytest.mark.xdist_group("odd teams")  # made once, and only read

VISITED = 20


@pytest.fixture(scope="module")
def odd_teams(django_db_setup, django_db_blocker):
    yield from kept(django_db_blocker, write)


def write():
    now = timezone.now()
    made = Bulk(array(), now).write()
    for one in made:
        if one.odd.nouns == "all":
            beside.tell(one, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # else the planner takes tables for empty
    return made


@contextmanager
def strict():
    """Let numpy's word for a mean of nothing, or a share of nought, be an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        yield


@pytest.fixture(scope="module")
def contents(odd_teams, django_db_blocker):
    """What was measured of each team before it was rounded: there, what is no number still is."""
    heard, write_down = [], making.canonical
    with django_db_blocker.unblock(), strict(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "canonical", lambda told: heard.append(told) or write_down(told))
        for one in odd_teams:
            HealthReport.compute(one.team)
    return list(zip(odd_teams, heard, strict=True))


@pytest.fixture(scope="module")
def visited(contents, django_db_blocker):
    """The twenty teams in which most values meet, with a second report and a scored forecast."""
    now, made = timezone.now(), [one for one, _ in contents]
    chosen = [made[place] for place in few(array(), VISITED)]
    with django_db_blocker.unblock(), strict():
        for one in chosen:
            one.team.health_reports.update(computed_at=now - timedelta(days=2))
            with clock.told_at(now + timedelta(days=1)):
                HealthReport.compute(one.team)
            with clock.told_at(now - timedelta(days=20)):
                Forecast.issue(one.projects[0])
            Forecast.issue(one.projects[0])
    return chosen


def test_every_two_values_meet_in_a_team():
    teams = array()
    met = {
        Pair(((one, getattr(team, one)), (other, getattr(team, other))))
        for team in teams
        for one in COLUMNS
        for other in COLUMNS
        if one != other
    }
    assert met >= set(pairs_of(COLUMNS))
    assert len(teams) <= MOST


def test_every_team_gets_a_report_without_a_fault(contents):
    wrong = [(fault, str(made.odd)) for made, content in contents for fault in faults(content)]
    assert not wrong


def test_the_rest_of_the_teams_is_forecast(contents, visited):
    with strict():
        for made, _ in contents:
            if made not in visited:
                Forecast.issue(made.projects[0])
    told = Forecast.objects.values_list("summary__intervals", flat=True)
    assert told
    assert all(told)


def test_every_team_can_be_told_by_mail(contents):
    for made, _ in contents:
        report = made.team.health_reports.last()
        if report.sprint:
            digest = Digest(pk=1, team=made.team, sprint=report.sprint, report=report)
            digest.forecasts = forecasts_of(made.team)
            letter = Letter(digest, made.lead).message()
            assert " nan" not in letter.body.lower()
