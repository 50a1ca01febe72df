from datetime import UTC, datetime, time

import pytest
from django.db import IntegrityError, transaction

from base import clock
from base.refusals import Invalid, NotAllowed, Refused
from history.models import Event
from teams.models import Membership, Team


def take_in(team, user, by, **fields):
    return team.take_in(user, by=by, **{"discipline": "science", **fields})


def test_taking_somebody_in_is_told_with_who_did_it_as_what(team, charlie, alice):
    take_in(team, charlie, alice)
    event = Event.objects.filter(verb="team_member_joined").latest("pk")
    assert (event.actor, event.discipline, event.role) == (alice, "science", "lead")
    assert event.details["user"] == charlie.pk


def test_taking_the_same_person_in_again_changes_nothing(team, alice, bob):
    events = Event.objects.count()
    take_in(team, bob, alice, discipline="engineering")
    assert Event.objects.count() == events
    assert team.memberships.filter(user=bob).count() == 1


def test_a_change_of_discipline_keeps_what_they_were(team, alice, bob):
    before = clock.now()
    take_in(team, bob, alice, discipline="science")
    assert team.memberships.at(before).get(user=bob).discipline == "engineering"
    assert team.memberships.at(clock.now()).get(user=bob).discipline == "science"


def test_only_a_lead_takes_people_in(team, bob, charlie):
    with pytest.raises(NotAllowed, match="Only a lead of Orbit"):
        take_in(team, charlie, bob)


def test_a_stranger_may_do_nothing(team, charlie):
    with pytest.raises(NotAllowed, match="Only people of Orbit"):
        take_in(team, charlie, charlie)


def test_two_pizzas_feed_so_many_and_guests_only_look_on(team, alice, charlie):
    team.set_rhythm(size_limit=2, working_days=[1, 2], sprint_days=7, by=alice)
    with pytest.raises(Refused, match="two pizzas feed 2"):
        take_in(team, charlie, alice)
    take_in(team, charlie, alice, role="guest", discipline="customer")
    with pytest.raises(Refused, match="is full"):
        take_in(team, charlie, alice, role="member")


def test_the_only_lead_can_neither_leave_nor_step_down(team, alice):
    for step in (
        lambda: team.let_go(alice, by=alice),
        lambda: take_in(team, alice, alice, role="member"),
    ):
        with pytest.raises(Refused, match="only lead"):
            step()


def test_who_left_sees_nothing_any_more_and_their_past_stays(team, apollo, alice, bob):
    team.let_go(bob, by=alice)
    team.let_go(bob, by=alice)
    assert not Team.objects.visible_to(bob).exists()
    assert not type(apollo).objects.visible_to(bob).exists()
    assert Membership.objects.get(user=bob).left_at
    assert Event.objects.filter(verb="team_member_left").count() == 1


def test_visible_and_led_teams(team, alice, bob, gina, charlie):
    assert team in Team.objects.visible_to(gina)
    assert team in Team.objects.led_by(alice)
    assert team not in Team.objects.led_by(bob)
    assert team not in Team.objects.visible_to(charlie)


def test_a_team_works_on_some_day(team, alice):
    with pytest.raises(Invalid, match="at least one day"):
        team.set_rhythm(size_limit=8, working_days=[], sprint_days=14, by=alice)


def test_the_rhythm_is_told_once(team, alice):
    for _ in range(2):
        team.set_rhythm(size_limit=5, working_days=[5, 1, 1], sprint_days=7, by=alice)
    event = Event.objects.get(verb="team_rhythm_set")
    assert event.details["now"] == {
        "size_limit": 5,
        "working_days": [1, 5],
        "sprint_days": 7,
        "time_zone": "UTC",
        "hours_from": None,
        "hours_until": None,
    }


def test_only_the_installations_admin_founds_a_team(alice):
    with pytest.raises(NotAllowed):
        Team.found(name="Rogue", slug="rogue", by=alice)


def test_the_database_refuses_two_memberships_at_a_time(team, bob):
    with pytest.raises(IntegrityError), transaction.atomic():
        team.memberships.create(user=bob, discipline="science")


def test_an_e_mail_belongs_to_one_person_whatever_its_capitals(bob):
    with pytest.raises(IntegrityError), transaction.atomic():
        type(bob).objects.create_user("BOB@example.org", name="Bob II")


NINE, FIVE = time(9), time(17)


def set_hours(team, by, begin, end, **more):
    rhythm = {"size_limit": 8, "working_days": [1, 2, 3, 4, 5], "sprint_days": 14, **more}
    team.set_rhythm(**rhythm, hours_from=begin, hours_until=end, by=by)


def at(day, hour, minute=0):
    """A moment of the first week of June 2026, in which the first is a Monday."""
    return datetime(2026, 6, day, hour, minute, tzinfo=UTC)


def test_hours_are_told_to_the_minute_and_stay_where_they_arent_given(team, alice):
    set_hours(team, alice, time(8, 30), FIVE)
    event = Event.objects.get(verb="team_rhythm_set")
    assert event.details["now"]["hours_from"] == "08:30"
    assert event.details["was"]["hours_until"] is None
    team.set_rhythm(size_limit=5, working_days=[1], sprint_days=7, by=alice)
    team.refresh_from_db()
    assert (team.hours_from, team.hours_until) == (time(8, 30), FIVE)
    set_hours(team, alice, None, None)
    assert not team.has_hours


@pytest.mark.parametrize(
    ("begin", "end", "field"),
    [(NINE, None, "hours_until"), (None, FIVE, "hours_from"), (NINE, NINE, "hours_until")],
)
def test_hours_have_two_ends_or_none(team, alice, begin, end, field):
    with pytest.raises(Refused, match="hours") as refused:
        set_hours(team, alice, begin, end)
    assert refused.value.field == field
    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.filter(pk=team.pk).update(hours_from=begin, hours_until=end)


def test_without_hours_a_team_works_always(team):
    assert team.works_at(at(7, 3))  # a Sunday, at night


def test_hours_are_of_the_teams_days_in_its_zone(team, alice):
    set_hours(team, alice, NINE, FIVE, time_zone="Europe/Madrid")  # two hours ahead in June
    assert team.works_at(at(1, 7))
    assert team.works_at(at(1, 14, 59))
    assert not team.works_at(at(1, 6, 59))
    assert not team.works_at(at(1, 15))
    assert not team.works_at(at(6, 10))  # a Saturday


def test_hours_that_cross_midnight_are_of_the_day_on_which_they_begin(team, alice):
    set_hours(team, alice, time(22), time(6))
    assert team.works_at(at(5, 23))
    assert team.works_at(at(6, 5))
    assert not team.works_at(at(6, 22))
    assert not team.works_at(at(8, 5))  # Monday's begins in the evening
    assert not team.works_at(at(3, 12))


def test_being_from_the_customer_is_told_and_is_a_membership_of_its_own(team, alice, bob):
    take_in(team, bob, alice, discipline="engineering", from_customer=True)
    old, new = team.memberships.filter(user=bob).order_by("joined_at")
    assert (old.from_customer, new.from_customer) == (False, True)
    event = Event.objects.filter(verb="team_member_changed").latest("pk")
    assert event.details["from_customer"] is True
    count = Event.objects.count()
    take_in(team, bob, alice, discipline="engineering", from_customer=True)
    assert Event.objects.count() == count


def test_the_customers_people_are_those_marked_and_those_of_that_discipline(team, alice, bob, gina):
    take_in(team, bob, alice, discipline="engineering", from_customer=True)
    seats = team.memberships.current().from_customer()
    assert {seat.user for seat in seats} == {bob, gina}
