"""A sealed answer is in no table and in no key of Redis."""

import pytest

from projects.models import Question
from tests.leaks.traces import MARKER, kept, traces

pytestmark = pytest.mark.xdist_group("leaks")


@pytest.fixture
def question(now, rows, alice):
    """One that waits for both sides."""
    return Question.ask(rows["use-case"], text="How?", asked_from="science", by=alice)


def test_neither_a_table_nor_redis_holds_a_trace(question, names, alice, api, client):
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
    assert kept([trace.decode() for trace in traces(MARKER)]) == []
