"""Nothing of a sealed answer reaches anybody else, by any door: not its words, nor a trace of them.

Routes are generated from the routers: a new one is walked by itself, and one that shows a side its
own words has to be named in OWN_WORDS.
"""

import base64
import hashlib
import logging

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.utils import timezone

from accounts.models import ApiToken
from base.redis import try_call
from projects.models import Question
from tests.leaks.readers import READERS, outsiders, walk

pytestmark = pytest.mark.xdist_group("leaks")

MARKER = "zugvogel7391"  # one word: what differs is marked word by word
# Where a side reads and writes its own answer, and is told of a form of that page that was empty.
OWN_WORDS = {"questions", "GET own-answer", "POST question_notes"}


@pytest.fixture
def now():
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.fixture
def question(now, rows, names, alice):
    """One that waits for both sides; the API's addresses name it as well."""
    use_case = rows["use-case"]
    rows["question"] = Question.ask(use_case, text="How?", asked_from="science", by=alice)
    return rows["question"]


@pytest.fixture
def readers(question, team, alice, bob, gina, charlie, root):
    return outsiders(team, alice, bob, gina, charlie, root)


@pytest.fixture
def tokens(readers, alice):
    people = {**readers, "own side": alice}
    return {who: ApiToken.issue(user, name="walk")[1] for who, user in people.items()}


def traces(words):
    """The words as they are, and as a program may have put them somewhere."""
    plain = words.encode()
    yield plain
    yield plain.hex().encode()
    for shift in range(3):
        yield base64.b64encode(b"x" * shift + plain)[4:-4]
    for digest in (hashlib.sha256, hashlib.sha1, hashlib.md5):
        yield digest(plain).hexdigest()[:16].encode()


def told(found, words):
    """Routes whose answers hold a trace of the words."""
    wanted = list(traces(words))
    routes = set()
    for route, one in found.items():
        whole = one.body + repr(one.headers).encode()
        if any(trace in whole for trace in wanted):
            routes.add(route)
    return routes


def test_no_route_tells_anybody_else_a_word(question, readers, tokens, names, rows, alice, caplog):
    caplog.set_level(logging.DEBUG)
    question.answer(belief=f"We believe {MARKER}", change_mind=MARKER, sure="very", by=alice)
    question.make_final(by=alice)
    for who, user in readers.items():
        assert told(walk(user, tokens[who], names, rows), MARKER) == set(), who
    assert MARKER not in caplog.text
    assert MARKER not in "".join(str(one.message()) for one in mail.outbox)


def test_one_s_own_side_reads_it_where_it_is_written_and_nowhere_else(
    question, tokens, names, rows, alice
):
    question.answer(belief=MARKER, by=alice)
    found = walk(alice, tokens["own side"], names, rows)
    routes = told(found, MARKER)
    assert routes == OWN_WORDS
    for route in routes:
        assert b"no-store" in dict(found[route].headers)["Cache-Control"], route


def test_once_it_is_open_the_team_reads_it(question, readers, tokens, names, rows, alice, bob):
    """What the walk would find if there were a leak."""
    question.answer(belief=MARKER, by=alice)
    question.answer(belief="Something else", by=bob)
    question.make_final(by=alice)
    question.make_final(by=bob)
    found = told(walk(bob, tokens["engineer"], names, rows), MARKER)
    assert {"questions", "questions_meeting", "GET question-list", "GET question-detail"} <= found
    for who in ("guest", "stranger"):
        assert told(walk(readers[who], tokens[who], names, rows), MARKER) == set(), who


# --- Twins ----------------------------------------------------------------------------------------
VARIANTS = {
    "short": ["Yes"],
    "the longest, edited often": ["F", "From the probe, as we know. " * 100, "漢" * 3990],
}


@pytest.mark.parametrize("who", READERS)
def test_nobody_else_can_tell_one_sealed_text_from_another(
    question, readers, tokens, names, rows, alice, who
):
    """Status, headers, bytes and number of statements are those of any other sealed text."""
    first = None
    counters = sequences()
    for variant, texts in VARIANTS.items():
        rewind(counters)
        with connection.cursor() as cursor:
            cursor.execute("SAVEPOINT twin")
            for text in texts:
                Question.objects.get(pk=question.pk).answer(belief=text, sure="fairly", by=alice)
            found = walk(readers[who], tokens[who], names, rows, posts=False)
            cursor.execute("ROLLBACK TO SAVEPOINT twin")
        first = first or found
        assert {name for name in found if found[name] != first[name]} == set(), variant


def sequences():
    with connection.cursor() as cursor:
        cursor.execute("SELECT schemaname || '.' || sequencename, last_value FROM pg_sequences")
        return [(name, last) for name, last in cursor.fetchall() if last is not None]


def rewind(counters):
    """Let ids be handed out anew: they don't come back with a rollback."""
    with connection.cursor() as cursor:
        for name, last in counters:
            cursor.execute("SELECT setval(%s, %s)", [name, last])


# --- Dump -----------------------------------------------------------------------------------------
def test_neither_a_table_nor_redis_holds_a_trace(
    question, readers, tokens, names, rows, alice, bob, api, client
):
    """A copy of the database and of Redis, taken while it is sealed, tells nothing."""
    client.force_login(alice)
    client.post(f"/questions/{question.pk}/answers/", {"belief": MARKER, "change_mind": MARKER})
    api(alice).post(
        f"projects/AP/questions/{question.pk}/answers/own/",
        {"belief": MARKER, "change_mind": "A sample"},
        if_match="*",
        idempotency_key="once",
    )
    assert question.round.answer_of("science").words.belief == MARKER
    wanted = [trace.decode() for trace in traces(MARKER)]
    assert [(name, trace) for name in tables() for trace in wanted if holds(name, trace)] == []
    kept = str(try_call(everything_in))
    assert not any(trace in kept for trace in wanted)


def tables():
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)


def holds(table, trace):
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT count(*) FROM "{table}" AS kept WHERE position(%s in kept::text) > 0', [trace]
        )
        return cursor.fetchone()[0] > 0


def everything_in(redis):
    return [(key, redis.dump(key)) for key in redis.scan_iter()]
