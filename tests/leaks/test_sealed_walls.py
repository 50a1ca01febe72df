"""Once a wall is open and its votes are counted, nothing joins a person to one note or vote.

Neither a table nor a Redis key nor a log line has a request, a moment or a name beside it.
"""

import logging
from uuid import uuid4

import pytest

from base.keyed_hash import keyed_hash
from history.models import Event
from jobs.models import Job
from tests.leaks.traces import MARKER, kept, traces
from tests.leaks.walls import opened
from walls.models import Note, SealedNote, Vote
from web.models import IdempotencyRecord

pytestmark = pytest.mark.xdist_group("leaks")


@pytest.fixture
def dumped(now, rows, names, api, client, alice, bob, caplog):
    """An anonymous wall, written on and voted on by two people through the API, and counted."""
    caplog.set_level(logging.DEBUG)
    wall, prompts = opened(rows["use-case"], alice, is_anonymous=True)
    path = f"projects/AP/walls/{wall.pk}/"
    before = untouched()
    handles = {alice: uuid4(), bob: uuid4()}
    for who, handle in handles.items():
        note = {"words": f"{MARKER} {who.name}", "prompt": prompts[0].pk, "handle": str(handle)}
        for turn in ("once", "twice"):
            answer = api(who).post(f"{path}own-notes/", note, idempotency_key=turn)
            assert answer.status_code == 200, answer.content
    sealed = {str(one.pk): one.author_hash for one in SealedNote.objects.all()}
    assert untouched() == before
    api(bob).post(f"{path}reveals/")
    groups = list(wall.groups.all())
    for who in handles:
        note = wall.notes.get(words__endswith=who.name)
        there = f"{path}notes/{note.pk}/moves/"
        api(who).post(there, {"to_group": groups[0].pk}, idempotency_key="move")
    api(alice).post(f"{path}vote-openings/")
    for who in handles:
        vote = {"group": wall.groups.first().pk, "dots": 2}
        answer = api(who).post(f"{path}own-votes/", vote, idempotency_key="vote")
        assert answer.status_code == 200, answer.content
    hashes = set(Vote.objects.values_list("voter_hash", flat=True))
    assert len(hashes) == len(set(sealed.values())) == 2
    api(alice).post(f"{path}vote-closings/")
    return wall, {*sealed, *sealed.values(), *hashes}, caplog


def untouched():
    """What must not grow by writing: lines, jobs and records of requests."""
    return Event.objects.count(), list(Job.objects.values()), IdempotencyRecord.objects.count()


def test_nothing_that_is_left_ties_a_person_to_a_note_or_a_vote(dumped, alice, bob):
    """Handles, hashes of authors and voters, ids of requests: no table and no key holds one."""
    wall, secrets, _ = dumped
    assert not SealedNote.objects.exists()
    assert not Vote.objects.exists()
    for who in (alice, bob):
        secrets |= {
            keyed_hash(f"author of a note on wall {wall.pk}: {who.pk}"),
            keyed_hash(f"voter on wall {wall.pk}: {who.pk}"),
        }
    assert kept(secrets) == []


def test_a_note_has_neither_author_nor_time_nor_place_in_an_order(dumped):
    wall, _, _ = dumped
    assert {one.author for one in Note.objects.filter(wall=wall)} == {None}
    kinds = {field.get_internal_type() for field in Note._meta.fields}
    assert not kinds & {"DateTimeField", "DateField"}


def test_no_line_of_history_names_a_note_and_a_person(dumped):
    """Only the wall's own: who put it up, opened it, opened and counted the votes."""
    wall, _, _ = dumped
    lines = Event.objects.filter(details__wall=wall.pk)
    assert [line.verb for line in lines.order_by("pk")] == [
        "wall_opened",
        "wall_revealed",
        "wall_votes_opened",
        "wall_votes_closed",
    ]
    assert not IdempotencyRecord.objects.exclude(key="").filter(key__in=["once", "vote"]).exists()


def test_the_log_holds_no_word_handle_or_hash(dumped, alice, bob):
    _, secrets, caplog = dumped
    assert not [one for one in {MARKER, *secrets} if one in caplog.text]


def test_while_it_is_written_on_no_table_holds_a_trace_of_the_words(rows, names, api, alice):
    wall, prompts = opened(rows["use-case"], alice, is_anonymous=True)
    note = {"words": MARKER, "prompt": prompts[0].pk}
    api(alice).post(f"projects/AP/walls/{wall.pk}/own-notes/", note, idempotency_key="once")
    assert [one.words for one in wall.own_notes(alice)] == [MARKER]
    assert kept([trace.decode() for trace in traces(MARKER)]) == []
