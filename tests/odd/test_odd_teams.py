"""Every two edges that a young, idle or aged team can have, met in one team."""

import pytest
from django.utils import timezone

from benchmarks.invented.asking import Asking
from benchmarks.invented.faults import JUDGED
from benchmarks.invented.odd import COLUMNS, MOST, array
from benchmarks.invented.pairs import Pair, pairs_of
from benchmarks.invented.written import written
from health.models import Reading
from health.signals.catalogue import BY_KEY
from tests.told.chronicle import kept

pytestmark = pytest.mark.xdist_group("odd teams")  # made once, and only read


OF_PRODUCTION = ("I1", "I2", "I3")  # no team made here deploys; told ones: tests/health/signals


@pytest.fixture(scope="module")
def odd_teams(django_db_setup, django_db_blocker):
    yield from kept(django_db_blocker, lambda: written(array(), timezone.now()))


@pytest.fixture(scope="module")
def asked(odd_teams, django_db_blocker):
    """All that is computed of each team: reports of now and then, forecasts, mails."""
    asking = Asking(timezone.now())
    with django_db_blocker.unblock():
        for one in odd_teams:
            asking.ask(one)
    return asking


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


def test_whatever_is_computed_of_an_odd_team_is_told_without_a_fault(asked):
    assert not asked.wrong
    assert asked.asked["reports"] == asked.asked["letters"] == len(array())
    assert asked.asked["single forecasts"]


def test_enough_data_is_said_where_there_is_enough_and_only_there(odd_teams, asked):
    """`Asking` holds each report against floors counted by hand; here: that both sides occur.

    Of each of the signals: one that no team had enough for wouldn't be tried by any.
    """
    told = Reading.objects.filter(report__team__in=[one.team for one in odd_teams])
    assert len(BY_KEY) == 19
    for key in BY_KEY:
        states = set(told.filter(signal=key).values_list("state", flat=True))
        assert "not_enough_data" in states, key
        assert states & set(JUDGED) or key in OF_PRODUCTION, key
