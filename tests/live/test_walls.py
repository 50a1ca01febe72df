"""GET /live/walls/3/: who hears that a wall has changed, and that nothing else is told."""

import http.client

import pytest

from live.wall_permissions import admit, still_admitted
from projects.models import UseCase
from tests.live.conftest import sign_in
from walls.models import Wall

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def wall(apollo, alice):
    use_case = UseCase.distil(apollo, title="Land softly", by=alice)
    return Wall.open_for(use_case, title="What now?", by=alice)


class Ear:
    """A page that listens to a wall, line by line."""

    def __init__(self, live, wall, user, query=""):
        self.line = http.client.HTTPConnection(live.address[0], live.address[1], timeout=15)
        cookie = {"Cookie": f"sessionid={sign_in(user)}"}
        self.line.request("GET", f"/live/walls/{wall}/{query}", headers=cookie)
        self.answer = self.line.getresponse()
        self.status = self.answer.status

    def next(self):
        """The next thing that is said."""
        for line in iter(self.answer.readline, b""):
            if line.startswith(b"data:"):
                return line.decode().strip()
        return None

    def close(self):
        if self.line.sock:
            self.line.sock.shutdown(2)
        self.line.close()


def test_a_note_rings_with_a_number_and_nothing_of_it(live, wall, alice, bob):
    ear = Ear(live, wall.pk, bob)
    assert ear.status == 200
    wall.write("zugvogel", prompt=wall.prompts.get(position=1), by=alice)
    assert ear.next() == 'data: {"revision": 1}'
    ear.close()


def test_a_page_that_comes_back_hears_that_it_missed_something(live, wall, alice, bob):
    for words in ("One", "Two"):
        wall.write(words, prompt=wall.prompts.get(position=1), by=alice)
    ear = Ear(live, wall.pk, bob, "?after=1")
    assert ear.next() == 'data: {"revision": 2}'
    ear.close()


def test_without_redis_the_table_is_read(live, wall, alice, bob, settings, monkeypatch):
    monkeypatch.setattr("live.hub.LOOK_WHEN_SILENT", 0.05)
    monkeypatch.setattr("live.hub.LOOK_WHEN_HEARD", 0.05)
    monkeypatch.setattr("walls.models.wall.ring", lambda wall: None)
    ear = Ear(live, wall.pk, bob)
    wall.write("One", prompt=wall.prompts.get(position=1), by=alice)
    assert ear.next() == 'data: {"revision": 1}'
    ear.close()


def test_who_leaves_the_team_hears_no_more(live, wall, team, alice, bob, monkeypatch):
    monkeypatch.setattr("live.hub.RECHECK", 0.05)
    ear = Ear(live, wall.pk, bob)
    team.let_go(bob, by=alice)
    assert ear.next() is None
    ear.close()


def test_strangers_and_guests_find_no_internal_wall(live, wall, alice, gina, charlie, root):
    for user in (gina, charlie, root):
        assert Ear(live, wall.pk, user).status == 404
    for number in ("0", "x", "99999999999999999999", f"{wall.pk + 1}"):
        assert Ear(live, number, alice).status == 404


def test_those_are_let_in_who_see_the_wall(wall, alice, bob, gina, charlie):
    wall.write("One", prompt=wall.prompts.get(position=1), by=alice)
    wall.reveal(by=alice)
    wall.show(by=alice)
    sessions = {sign_in(user): user for user in (alice, bob, gina, charlie)}
    answers = admit([(session, str(wall.pk)) for session in sessions])
    seats = {answer[0] for answer in answers.values() if not isinstance(answer, int)}
    assert {seat.user for seat in seats} == {alice.pk, bob.pk, gina.pk}
    wall.make_internal(by=alice)
    assert {seat.user for seat in still_admitted(seats)} == {alice.pk, bob.pk}
