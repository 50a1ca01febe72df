"""Beside writers, the pages of a stable order hold every row that stays exactly once."""

from collections import Counter
from random import Random

import pytest

from tests.api.random_writer import RandomWriter
from tests.api.test_every_route import ROUTES, address_of

# The feed has its cursor, nobody writes tokens here, and what hangs on a comment goes with it.
# The last is computed whole.
ALONE = ("GET feed-list", "GET token-list", "GET file-of-comment-list", "GET portfolio-list")
WRITES_BETWEEN = 3


class Walk:
    """One list in one order, read page by page."""

    def __init__(self, client, path, order):
        self.client, self.path, self.order = client, path, order
        self.query = {"order": order, "page_size": 4}
        self.rows: Counter[str] = Counter()

    def turn_page(self):
        """Read the next page and return whether there is one more."""
        answer = self.client.get(self.path, self.query)
        assert answer.status_code == 200, answer.content
        page = answer.json()
        self.rows.update(map(name_of, page["results"]))
        if page["next"] is None:
            return False
        self.query = dict(pair.split("=") for pair in page["next"].partition("?")[2].split("&"))
        return True


def name_of(row):
    """What tells a row from its neighbours: its name in its address, or its first field."""
    for name in ("key", "id", "slug", "number", "version", "field"):
        if name in row:
            return row[name]
    first = next(iter(row.values()))
    return first["id"] if isinstance(first, dict) else first


def stable_lists(rows):
    """Each list with each of the orders that it calls stable."""
    for route, pattern in ROUTES.items():
        if route.endswith("-list") and route.startswith("GET ") and route not in ALONE:
            query = pattern.callback.cls.query
            for order in query.stable_orders():
                yield address_of(pattern, rows), order


def all_rows(client, path):
    walk = Walk(client, path, "id")
    walk.query["page_size"] = 200
    while walk.turn_page():
        pass
    return set(walk.rows)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_row_that_stays_is_on_exactly_one_page(api, rows, apollo, alice, seed):
    client = api(alice)
    writer = RandomWriter(client, apollo, Random(seed))
    for _ in range(60):
        writer.write()
    walks = [Walk(client, path, order) for path, order in stable_lists(rows)]
    before = {walk.path: all_rows(client, walk.path) for walk in walks}
    going = walks
    turns = 0
    while going:
        going = [walk for walk in going if walk.turn_page()]
        turns += 1
        for _ in range(WRITES_BETWEEN):
            writer.write()
    assert turns > 5
    for walk in walks:
        stayed = before[walk.path] & all_rows(client, walk.path)
        counts = {row: walk.rows[row] for row in stayed}
        assert set(counts.values()) <= {1}, (walk.path, walk.order, counts)
        assert max(walk.rows.values(), default=1) == 1


def test_every_list_says_which_of_its_orders_are_stable(api, alice):
    paths = api(alice).get("schema/").json()["paths"]
    for path, operations in paths.items():
        for parameter in operations.get("get", {}).get("parameters", []):
            if parameter["name"] == "order":
                assert "Stable while others write: " in parameter["description"], path
                assert "id, -id" in parameter["description"], path
