"""What a long wait between disciplines is answered with depends on where it comes from."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.invented.arrays import Reader
from benchmarks.invented.trials import CHANGE, quiet
from health.history.arrays import Waits
from health.signals import boundary_wait

DAY = 86_400.0


@pytest.fixture(scope="module")
def told():
    return Reader(quiet(11, 1)[0].told()).history(CHANGE)


def advice(history, waits, sizes=("science", 3, "engineering", 4)):
    """The action for hand-offs (to, days waited; None for still), all in the last sprints."""
    edges = history.rounds[-6:-1]
    handed = np.array([edges[n % 5] + DAY for n in range(len(waits))])
    days = np.array([np.nan if one is None else one for _, one in waits])
    up = handed + days * DAY
    told = replace(
        history,
        waits=Waits(
            history.stories.id[: len(waits)],
            handed,
            np.array(up),
            np.array([to for to, _ in waits]),
        ),
        sizes=dict(zip(sizes[::2], sizes[1::2], strict=True)),
    )
    return boundary_wait.measure(told, np.random.default_rng(1)).action


def both(science, engineering, n=8):
    return [("science", science)] * n + [("engineering", engineering)] * n


@pytest.mark.parametrize(
    ("waits", "says"),
    [
        (both(0.2, 0.2), "taken up quickly"),
        (both(3.0, 3.0), "Most hand-offs wait longer than a day"),
        (both(0.2, 4.0, 6) + [("engineering", 4.0)] * 6, "hand-offs to engineering that wait: 12"),
        (both(4.0, 0.2, 6) + [("science", 4.0)] * 6, "hand-offs to science that wait: 12 of 12"),
        (both(0.2, 0.2) + [("science", 6.0)] * 4, "a few lie long"),
        (both(0.2, None), "8 of 16 hand-offs still wait"),
    ],
)
def test_the_advice_follows_from_the_cause(told, waits, says):
    assert says in advice(told, waits)


def test_a_discipline_of_two_is_not_named(told):
    waits = both(0.2, 4.0, 6) + [("engineering", 4.0)] * 6
    assert "to engineering" not in advice(told, waits, ("science", 4, "engineering", 2))
