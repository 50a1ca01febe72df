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
