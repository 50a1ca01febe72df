"""Whatever comes in, the answer is one that the description tells of, with every check on.

FUZZ_SEED makes other cases up, FUZZ_ONLY chooses addresses; `bin/bench fuzz` makes many more.
"""

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from tests.api.fuzzing import ONLY, SEED, Fuzzer, note, operations

PARTS = 6  # of the addresses: no test takes long


@pytest.fixture
def open_connection():
    """As Django's own test client does: the test's transaction outlives the requests."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_answer_is_one_the_description_tells_of(
    api, rows, open_connection, part, alice, gina, charlie
):
    people = {"lead": alice, "guest": gina, "stranger": charlie}
    fuzzer = Fuzzer({who: api(person) for who, person in people.items()}, rows)

    for operation in operations()[part::PARTS]:
        fuzzer.run(operation)

    note(fuzzer)
    assert not fuzzer.failures, f"FUZZ_SEED={SEED}\n\n" + "\n\n".join(fuzzer.failures.values())
    assert ONLY or all(fuzzer.sent(who) >= 2000 / 3 / PARTS for who in people)
