"""A mirror that was written from the documents alone, beside writes of every verb."""

import os
import runpy
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest
from django.db import connection

from projects.models import Project
from tests.api.random_writer import OFTEN, RandomWriter

MIRROR = Path(__file__).parents[2] / "docs" / "api" / "mirror.py"
WRITES = int(os.environ.get("MIRROR_WRITES", "500"))
ROUNDS = 5
SEED = int(os.environ.get("MIRROR_SEED", "1"))

example = runpy.run_path(str(MIRROR))
Mirror, over_http = example["Mirror"], example["over_http"]


def following(copy, is_over):
    """Follow until there is nothing more to come; return how often the feed was asked."""
    try:
        turns = 0
        while not is_over():
            copy.follow()
            turns += 1
        return turns
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_mirror_beside_writes_of_every_verb_is_equal_at_the_end(
    live_server, api, rows, team, apollo, alice, bob
):
    hers = api(alice)
    token = hers.headers["authorization"].removeprefix("Bearer ")
    get = over_http(live_server.url, token)
    copy = Mirror(get)
    copy.copy()
    writers = [
        RandomWriter(hers, apollo, Random(SEED)),
        RandomWriter(
            hers, Project.start(team, key="GE", name="Gemini", by=alice), Random(SEED + 1)
        ),
    ]
    for _ in range(ROUNDS):
        assert read_beside(copy, lambda: write_in_turns(writers)) > 1
        must_be_equal(copy, get)
    must_have_written(writers)


def write_in_turns(writers):
    for turn in range(WRITES // ROUNDS):
        writers[turn % len(writers)].write()


def read_beside(copy, work):
    """Follow the feed while the work goes on and to its end; return how often it was asked."""
    over: list[bool] = []
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(following, copy, lambda: over)
        try:
            work()
        finally:
            over.append(True)
        turns = reading.result()
    copy.follow()
    return turns


def must_be_equal(copy, get):
    afresh = Mirror(get)
    afresh.copy()
    assert copy.lists.keys() == afresh.lists.keys()
    for address, now in afresh.lists.items():
        assert in_order(copy.lists[address]) == in_order(now), address


def in_order(rows):
    """Stories that were read one by one stand in another order than in their list."""
    return sorted(rows, key=lambda row: row.get("key", ""))


def must_have_written(writers):
    done: Counter[str] = Counter()
    for writer in writers:
        for route, statuses in writer.answers.items():
            done[route] += sum(status < 300 for status in statuses)
    # Most rooms refuse what comes too early, and each brings more of that.
    assert done.total() > WRITES / 3
    for verb in OFTEN:
        assert any(count for route, count in done.items() if route.endswith(verb)), verb
