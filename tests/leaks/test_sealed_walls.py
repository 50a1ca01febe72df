"""Of a wall that is written or voted on, nobody learns more than how many notes there are.

Not the words, nor under which prompt, nor whose; and once it is open and the votes are counted, no
table, Redis key or log line joins a person, a request or a moment to one note or vote.
"""

import logging
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.utils import timezone

from accounts.models import ApiToken
from base.keyed_hash import keyed_hash
from base.redis import try_call
from history.models import Event
from jobs.models import Job
from tests.leaks.readers import outsiders, walk
from tests.leaks.test_sealed_answers import (
    everything_in,
    holds,
    rewind,
    sequences,
    tables,
    told,
    traces,
)
from tests.leaks.walls import address_rows, opened, voting
from tests.world import person
from walls.models import Note, SealedNote, Vote, Wall
from web.models import IdempotencyRecord

pytestmark = pytest.mark.xdist_group("leaks")

MARKER = "zugvogel7391"
READERS = ("science", "engineer", "lead of engineering", "product", "guest", "stranger", "admin")
# Where one reads and writes one's own notes; a form of that page that is refused shows it again.
OWN_NOTES = {"wall", "GET wall-own-notes"}
FORM_OF_WALL = "POST wall_"


@pytest.fixture
def now():
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.fixture
def hers(team, alice):
    """Who writes: she leads, so nothing is hidden from the others for want of a role."""
    return alice


@pytest.fixture
def readers(team, alice, bob, gina, charlie, root, carol):
    """Everybody but who writes; one of them is of the same side."""
    return {**outsiders(team, alice, bob, gina, charlie, root), "science": carol}


@pytest.fixture
def carol(team, alice):
    carol = person("carol")
    team.take_in(carol, discipline="science", by=alice)
    return carol


@pytest.fixture
def tokens(readers, hers):
    people = {**readers, "writer": hers}
    return {who: ApiToken.issue(user, name="walk")[1] for who, user in people.items()}


@pytest.fixture(params=[False, True], ids=["signed", "anonymous"])
def sealed(request, now, rows, names, hers):
    """A wall that is written on; pages and addresses name it."""
    wall, _ = opened(rows["use-case"], hers, is_anonymous=request.param)
    address_rows(rows, wall)
    return wall


def test_no_route_tells_anybody_else_a_word(sealed, readers, tokens, names, rows, hers, caplog):
    caplog.set_level(logging.DEBUG)
    handle = sealed.write(MARKER, prompt=sealed.prompts.first(), by=hers).pk
    sealed.reword(handle, f"{MARKER} again", prompt=sealed.prompts.last(), by=hers)
    note = SealedNote.objects.get()
    for who, user in readers.items():
        found = walk(user, tokens[who], names, rows)
        for secret in (MARKER, str(note.pk), note.author_hash):
            assert not secret or told(found, secret) == set(), who
    assert MARKER not in caplog.text
    assert MARKER not in "".join(str(one.message()) for one in mail.outbox)


def test_one_reads_one_s_own_and_nothing_keeps_that(sealed, tokens, names, rows, hers):
    sealed.write(MARKER, prompt=sealed.prompts.first(), by=hers)
    found = walk(hers, tokens["writer"], names, rows)
    routes = told(found, MARKER)
    assert {route for route in routes if not route.startswith(FORM_OF_WALL)} == OWN_NOTES
    for route in routes:
        assert b"no-store" in dict(found[route].headers)["Cache-Control"], route


def test_once_it_is_open_the_team_reads_it(sealed, readers, tokens, names, rows, hers):
    """What the walk would find if there were a leak."""
    sealed.write(MARKER, prompt=sealed.prompts.first(), by=hers)
    sealed.reveal(by=hers)
    address_rows(rows, sealed)
    found = told(walk(readers["engineer"], tokens["engineer"], names, rows), MARKER)
    assert {"GET wall-note-list", "GET wall-note-detail"} <= found
    for who in ("guest", "stranger"):
        assert told(walk(readers[who], tokens[who], names, rows), MARKER) == set(), who


# --- Twins ----------------------------------------------------------------------------------------
def write_short(wall, prompts, by):
    wall.write("Yes", prompt=prompts[0], handle=HANDLE, by=by)


def write_long_elsewhere_and_often(wall, prompts, by):
    wall.write("F", prompt=prompts[0], handle=HANDLE, by=by)
    for words, prompt in (("From the probe " * 30, prompts[1]), ("漢" * 500, prompts[2])):
        wall.reword(HANDLE, words, prompt=prompt, by=by)


HANDLE = uuid4()
WRITTEN = [write_short, write_long_elsewhere_and_often]


@pytest.mark.parametrize("who", READERS)
def test_nobody_else_can_tell_one_note_from_another(
    sealed, readers, tokens, names, rows, hers, who
):
    """Status, headers, bytes and number of statements are those of any other note."""
    prompts = list(sealed.prompts.all())

    def seen(write):
        write(Wall.objects.get(pk=sealed.pk), prompts, hers)
        return walk(readers[who], tokens[who], names, rows, posts=False)

    assert twins(seen, WRITTEN) == set()


VOTES = [(0, 0, 0), (2, 0, 1)]


@pytest.mark.parametrize("who", READERS)
def test_nobody_else_can_tell_one_vote_from_another(now, names, rows, readers, tokens, hers, who):
    wall = voting(rows["use-case"], hers)
    address_rows(rows, wall)
    groups = list(wall.groups.all())

    def seen(dots):
        for group, number in zip(groups, dots, strict=True):
            Wall.objects.get(pk=wall.pk).vote(group, number, by=hers)
        return walk(readers[who], tokens[who], names, rows, posts=False)

    assert twins(seen, VOTES) == set()


def twins(seen, variants):
    """Routes that tell one variant from the first."""
    first, different = None, set()
    counters = sequences()
    for variant in variants:
        rewind(counters)
        with connection.cursor() as cursor:
            cursor.execute("SAVEPOINT twin")
            found = seen(variant)
            cursor.execute("ROLLBACK TO SAVEPOINT twin")
        first = first or found
        different |= {name for name in found if found[name] != first[name]}
    return different


# --- Dump -----------------------------------------------------------------------------------------
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
    assert [(name, one) for name in tables() for one in secrets if holds(name, one)] == []
    kept = str(try_call(everything_in))
    assert not any(one in kept for one in secrets)


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
    wanted = [trace.decode() for trace in traces(MARKER)]
    assert [(name, one) for name in tables() for one in wanted if holds(name, one)] == []
    kept = str(try_call(everything_in))
    assert not any(one in kept for one in wanted)
