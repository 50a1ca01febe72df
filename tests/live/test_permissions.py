"""Who is let in, many at once: exactly those who see the project."""

import pytest

from history.models import Event
from live.permissions import NOT_THERE, STRANGER, admit, still_admitted
from projects.models import Project
from tests.live.conftest import sign_in


@pytest.fixture
def sessions(alice, bob, gina, charlie, root):
    return {sign_in(user): user for user in (alice, bob, gina, charlie, root)}


@pytest.fixture
def knocks(sessions, apollo, charlie):
    other = Project.start(charlie.teams.get(), key="OTHER", name="Other", by=charlie)
    return [(session, key) for session in sessions for key in ("AP", other.key, "NONE")]


def test_those_are_let_in_who_see_the_project(sessions, knocks):
    for (session, key), answer in admit(knocks).items():
        user = sessions[session]
        project = Project.objects.visible_to(user).filter(key=key).first()
        if project is None:
            assert answer == NOT_THERE
        else:
            assert isinstance(answer, tuple)
            seat, head = answer
            assert (seat.user, seat.project) == (user.pk, project.pk)
            assert head == Event.objects.filter(project=project).last_id()
            assert seat.is_guest == (user.name == "Gina")


def test_many_cost_no_more_statements_than_one(knocks, django_assert_num_queries):
    for some in (knocks[:1], knocks):
        with django_assert_num_queries(4):
            answers = admit(some)
    seats = {answer[0] for answer in answers.values() if not isinstance(answer, int)}
    with django_assert_num_queries(3):
        assert still_admitted(seats) == seats


def test_sessions_that_are_none_are_strangers(apollo):
    knocks = [(session, "AP") for session in ("", "x" * 41, "a\0b", "' or 1=1 --", "ä" * 32)]
    assert set(admit(knocks).values()) == {STRANGER}


def test_who_leaves_signs_out_or_changes_roles_loses_the_seat(sessions, knocks, team, alice):
    seats = {answer[0] for answer in admit(knocks).values() if not isinstance(answer, int)}
    people = {user.name: user for user in sessions.values()}
    team.let_go(people["Bob"], by=alice)
    team.take_in(people["Gina"], discipline="customer", role="member", by=alice)
    people["Charlie"].set_password("a new one, long enough")
    people["Charlie"].save(update_fields=["password"])

    assert {seat.user for seat in still_admitted(seats)} == {alice.pk}
