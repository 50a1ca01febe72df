"""A day is that of where the reader lives, for a token as on a page."""

from datetime import timedelta

import pytest
from django.utils import timezone

DAYS_AHEAD = {"Pacific/Kiritimati": 1, "Etc/UTC": 0}  # of UTC, at its noon


@pytest.mark.parametrize("zone", DAYS_AHEAD)
def test_what_is_observed_today_is_no_day_to_come(api, rows, alice, time_machine, zone):
    alice.time_zone = zone
    alice.save()
    noon = (timezone.now() + timedelta(days=2)).replace(hour=12)
    time_machine.move_to(noon)
    today = noon.date() + timedelta(days=DAYS_AHEAD[zone])
    path = f"projects/AP/success-metrics/{rows['success-metric'].pk}/observations/"
    statuses = []
    for day in (today, today + timedelta(days=1)):
        seen = {"value": 1, "observed_on": str(day)}
        statuses.append(api(alice).post(path, seen).status_code)
    assert statuses == [201, 409]
    assert api(alice).get("projects/AP/forecasts/what-if/").json()["today"] == str(today)


def test_whoever_asks_next_has_a_zone_of_their_own(api, alice, bob, team):
    before = timezone.get_current_timezone_name()
    alice.time_zone = "Pacific/Kiritimati"
    alice.save()
    api(alice).get("me/")
    assert timezone.get_current_timezone_name() == before
    api(alice).get("no-such/")
    api().get("me/")
    assert timezone.get_current_timezone_name() == before
