"""How many SQL statements an address may cost: budgets.json holds every figure."""

import json
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

FILE = Path(__file__).with_name("budgets.json")
BUDGETS = json.loads(FILE.read_text())
MOST = {"page": 8, "api": 5}


def assert_budget(name, ask, grow):
    """Ask for it, let the rows grow, ask again: the same number of statements, within the budget.

    `name` is “page …” or “api …” and stands in budgets.json; `ask()` makes the request and
    returns its answer; `grow()` adds rows of the kind that is listed.
    """
    ask()  # what happens once a minute or once a process doesn't count
    few, _ = counted(ask)
    grow()
    many, told = counted(ask)
    assert few == many, f"{name}: {few} statements grew to {many}:\n{told}"
    assert many <= BUDGETS[name], f"{name}: {many} statements, {BUDGETS[name]} allowed:\n{told}"
    assert BUDGETS[name] <= MOST[name.split()[0]], f"{name}: the budget is above the limit"


def counted(ask):
    with CaptureQueriesContext(connection) as queries:
        answer = ask()
    assert answer.status_code == 200, answer.content[:500]
    return len(queries), "\n".join(query["sql"] for query in queries)
