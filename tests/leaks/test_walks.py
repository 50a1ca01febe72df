"""Nothing of a sealed answer, note or vote reaches anybody else, by any door, nor a trace of it.

All that can be sealed stands in one world: a draft and a final answer, a wall that is signed, one
that is anonymous, and one that is voted on. So one walk is told of each. Routes are generated from
the routers: a new one is walked by itself, and one that shows a side its own words has to be named
in OWN_WORDS.
"""

import logging
from contextlib import contextmanager
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection

from projects.models import Question
from tests.leaks.readers import READERS, walk
from tests.leaks.traces import MARKER, told
from tests.leaks.walls import opened, rows_of, voting
from walls.models import SealedNote, Wall

pytestmark = pytest.mark.xdist_group("leaks")

# Where one reads and writes one's own, and is told of a form of that page that was empty.
OWN_ANSWER = {"questions", "GET own-answer"} | {
    f"POST question_{name}" for name in ("answers", "finals", "notes")
}
OWN_NOTES = {"wall", "GET wall-own-notes"}
OWN_WORDS = OWN_ANSWER | OWN_NOTES
FORM_OF_WALL = "POST wall_"  # one that is refused shows the page of one's own notes again


class Sealed:
    """Two questions and three walls, as addresses name them, before anything is sealed in them."""

    def __init__(self, host, by):
        self.by = by
        ask = {"asked_from": "science", "by": by}
        self.draft, self.final = (Question.ask(host, text=text, **ask) for text in ("How?", "Why?"))
        self.walls = [opened(host, by, is_anonymous=secret)[0] for secret in (False, True)]
        self.prompts = [list(wall.prompts.all()) for wall in self.walls]
        self.handles = [uuid4() for _ in self.walls]
        self.voted_on = voting(host, by)
        self.also = [
            {"question": self.draft, **rows_of(self.walls[0])},
            {"question": self.final, **rows_of(self.walls[1])},
            rows_of(self.voted_on),
        ]

    def answer(self, *beliefs, sure):
        for one in (self.draft, self.final):
            for belief in beliefs:
                again = Question.objects.get(pk=one.pk)
                again.answer(belief=belief, change_mind=belief[:9], sure=sure, by=self.by)
        Question.objects.get(pk=self.final.pk).make_final(by=self.by)

    def write(self, *written):
        """Write and reword a note on each wall: words and the place of their prompt."""
        for wall, prompts, handle in zip(self.walls, self.prompts, self.handles, strict=True):
            again = Wall.objects.get(pk=wall.pk)
            (words, place), *others = written
            again.write(words, prompt=prompts[place], handle=handle, by=self.by)
            for words, place in others:
                again.reword(handle, words, prompt=prompts[place], by=self.by)

    def vote(self, *dots):
        for group, number in zip(self.voted_on.groups.all(), dots, strict=True):
            Wall.objects.get(pk=self.voted_on.pk).vote(group, number, by=self.by)


@pytest.fixture
def sealed(now, rows, names, alice):
    return Sealed(rows["use-case"], alice)


# --- Outsiders ------------------------------------------------------------------------------------
def say_little(sealed, who):
    if who != "science":  # to whom the answers are those of her own side
        sealed.answer("Yes", sure="fairly")
    sealed.write(("Yes", 0))
    sealed.vote(0, 0, 0)


def say_much_and_often(sealed, who):
    if who != "science":
        long = f"From the probe, {MARKER}, as we know. " * 90
        sealed.answer("F", long, f"{MARKER} " + "漢" * 3900, sure="very")
    sealed.write(("F", 0), ("From the probe " * 30, 1), (f"{MARKER} " + "漢" * 480, 2))
    sealed.vote(2, 0, 1)


@pytest.mark.parametrize("who", READERS)
def test_nobody_else_is_told_a_word_nor_can_tell_one_text_from_another(
    sealed, readers, tokens, names, rows, who, caplog
):
    """Status, headers, bytes and number of statements are those of any other sealed text."""
    caplog.set_level(logging.DEBUG)
    here = readers[who], tokens[who], names, dict(rows)
    counters = sequences()
    with taken_back(counters):
        say_little(sealed, who)
        short = walk_of(*here, rows, sealed, posts=False)
    with taken_back(counters):
        say_much_and_often(sealed, who)
        long = walk_of(*here, rows, sealed)
        secrets = {MARKER, *note_secrets()}
    assert {name for name in short if short[name] != long[name]} == set()
    for secret in secrets:
        assert told(long, secret) == set(), secret
    assert MARKER not in caplog.text
    assert MARKER not in "".join(str(one.message()) for one in mail.outbox)


def walk_of(user, token, names, first, rows, sealed, *, posts=True):
    rows.update(first)
    return walk(user, token, names, rows, also=sealed.also, posts=posts)


def note_secrets():
    """What a note is known by in the database."""
    notes = SealedNote.objects.all()
    return {one for note in notes for one in (str(note.pk), note.author_hash) if one}


@contextmanager
def taken_back(counters):
    """Take it back, and let ids be handed out anew: they don't come back with a rollback."""
    with connection.cursor() as cursor:
        for name, last in counters:
            cursor.execute("SELECT setval(%s, %s)", [name, last])
        cursor.execute("SAVEPOINT twin")
        yield
        cursor.execute("ROLLBACK TO SAVEPOINT twin")


def sequences():
    with connection.cursor() as cursor:
        cursor.execute("SELECT schemaname || '.' || sequencename, last_value FROM pg_sequences")
        return [(name, last) for name, last in cursor.fetchall() if last is not None]


# --- Those who may read it ------------------------------------------------------------------------
def test_one_reads_one_s_own_where_it_is_written_and_nowhere_else(
    sealed, tokens, names, rows, alice
):
    sealed.answer(MARKER, sure="very")
    sealed.write((MARKER, 0))
    found = walk(alice, tokens["writer"], names, rows, also=sealed.also)
    routes = told(found, MARKER)
    named = {route.partition(" at ")[0] for route in routes}
    assert {route for route in named if not route.startswith(FORM_OF_WALL)} == OWN_WORDS
    for route in routes:
        assert b"no-store" in dict(found[route].headers)["Cache-Control"], route


def test_once_it_is_open_the_team_reads_it(sealed, readers, tokens, names, rows, alice, bob):
    """What the walk would find if there were a leak."""
    rows["question"] = sealed.draft
    sealed.draft.answer(belief=MARKER, by=alice)
    sealed.draft.answer(belief="Something else", by=bob)
    sealed.draft.make_final(by=alice)
    sealed.draft.make_final(by=bob)
    sealed.write((MARKER, 0))
    sealed.walls[0].reveal(by=alice)
    rows.update(rows_of(sealed.walls[0]))
    found = told(walk(bob, tokens["engineer"], names, rows), MARKER)
    assert {"questions", "questions_meeting", "GET question-list", "GET question-detail"} <= found
    assert {"GET wall-note-list", "GET wall-note-detail"} <= found
    for who in ("guest", "stranger"):
        assert told(walk(readers[who], tokens[who], names, rows), MARKER) == set(), who
