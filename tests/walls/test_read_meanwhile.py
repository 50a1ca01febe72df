"""Somebody changes the wall between two statements of the page that another one is given."""

from threading import Thread

import pytest
from django.db import connection
from django.test import Client

from tests.present import present
from walls.models import Note, NoteArrow, Wall

PATHS = ["/walls/{}/", "/projects/AP/walls/", "/api/v1/projects/AP/walls/{}/notes/"]

pytestmark = pytest.mark.django_db(transaction=True)


def stand_alone(wall, alice):
    note = wall.notes.get(words="Fuel")
    note.move(to_prompt=wall.prompts.last(), by=alice)


def come_together(wall, alice):
    """The group that the note leaves is gone then."""
    note = wall.notes.get(words="Fuel")
    note.move(to_group=wall.notes.get(words="Wind").group, by=alice)


def join(wall, alice):
    wind, fuel = (wall.notes.get(words=words) for words in ("Wind", "Fuel"))
    NoteArrow.draw(wind, fuel, label="costs", by=alice)


def take_off(wall, alice):
    present(wall.notes.filter(words="Fuel").first()).withdraw(by=alice)


class Meanwhile:
    """Lets somebody act before one of the statements of a request; counts them."""

    def __init__(self, act, turn):
        self.act, self.turn, self.count, self.acted = act, turn, 0, 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        if self.count == self.turn:
            thread = Thread(target=self.run)
            thread.start()
            thread.join()
        return execute(sql, params, many, context)

    def run(self):
        self.act()
        self.acted += 1
        connection.close()


def read(client, path, act, turn):
    meanwhile = Meanwhile(act, turn)
    with connection.execute_wrapper(meanwhile):
        answer = client.get(path)
    assert answer.status_code == 200, (path, turn)
    assert meanwhile.acted or meanwhile.count < turn
    return meanwhile.count


@pytest.mark.parametrize(
    ("act", "before"),
    [
        (stand_alone, come_together),
        (come_together, stand_alone),
        (join, come_together),
        (take_off, stand_alone),
    ],
)
def test_it_is_answered_whatever_changes_meanwhile(revealed, alice, bob, act, before):
    client = Client()
    client.force_login(bob)
    wall = Wall.objects.get(pk=revealed.pk)
    for path in PATHS:
        turn, last = 0, 2
        while turn < last:
            turn += 1
            hang_anew(wall, alice)
            before(wall, alice)
            last = read(client, path.format(wall.pk), lambda: act(wall, alice), turn)
        assert last >= 3


def hang_anew(wall, alice):
    wall.arrows.all().delete()
    if not wall.notes.filter(words="Fuel").exists():
        group = wall.notes.get(words="Wind").group
        Note(wall=wall, group=group, position=9, words="Fuel", author=alice).save()
    join(wall, alice)
