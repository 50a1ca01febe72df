"""Records the examples of the API's description: what is really sent and answered.

Run by bin/examples. In the tests' small world, at one moment and with ids that are the same every
time, alice sends each request of routes.py; what is good of it is kept.
"""

import json
import re
import zlib
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from random import Random

import pytest
import time_machine
from django.db import connection, transaction

from metrics.models import SuccessMetric
from projects.models import Decision
from pulse.models import Wave
from solutions.models import Deployment, Incident, Judgement
from tests.api.conftest import attached
from tests.api.looked_together import NEVER_DONE, get_ready
from tests.api.routes import WRITES
from tests.api.sending import operation_of, send
from tests.api.test_every_route import ROUTES
from tests.api.told_project import TOLD, of_told_team
from tests.api.walls_ready import with_wall_ready
from value.models import Appraisal
from web.api.description.examples import PAGE

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
HOST = ("http://testserver", "https://twopizza.example.org")
SECRET = re.compile(r"tp_[\w-]{7,}")
HASHES = {"code_version", "inputs_sha256", "sha256"}
BY_THE_WALL = {"asked_at", "computed_at", "recorded_at"}  # of the clock that no test holds
MOST = 3  # of a list; the rest says nothing more


@pytest.fixture
def one_moment():
    with time_machine.travel(NOW, tick=False):
        yield


def count_from(distance):
    """Let each table count on from a number of its own, however often it was filled before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")
        names = [name for (name,) in cursor.fetchall()]
        places = [1000 + zlib.crc32(name.encode()) % 9000 + distance for name in names]
        statement = "SELECT setval(quote_ident(n)::regclass, p) FROM unnest(%s, %s) AS s (n, p)"
        cursor.execute(statement, [names, places])


@pytest.fixture
def same_ids(db):
    count_from(0)


@pytest.fixture
def one_order(monkeypatch):
    """Notes are opened in an order of chance; here it is the same every time."""
    monkeypatch.setattr("walls.models.staged.secrets.SystemRandom", lambda: Random(7))


def test_record(one_moment, same_ids, one_order, api, rows, apollo, alice, bob):
    client = api(alice)
    examples, failed = {}, {}
    for route in ROUTES:
        if route in NEVER_DONE:
            continue
        hers = signed_in(api, alice) if route == "POST token-list" else client
        with transaction.atomic():
            count_from(500)
            if route in TOLD:
                sent, answer = None, of_told_team(api, route, NOW)
            else:
                get_ready(route, rows, alice, bob)
                ready = with_wall_ready(route, rows, alice, bob)
                sent, answer = asked(hers, route, ready, apollo, alice)
            transaction.set_rollback(True)
        if answer.status_code >= 300:
            failed[route] = answer.status_code, answer.content
        else:
            if example := example_of(sent, answer):
                examples[operation_of(route)] = example
    assert not failed
    text = json.dumps(examples, ensure_ascii=False, indent=1, sort_keys=True)
    PAGE.write_text(without_secrets(text) + "\n", encoding="utf-8")


def signed_in(api, person):
    """As a page of this installation asks: a token can't issue others."""
    client = api()
    client.client.force_login(person)
    return client


def asked(client, route, rows, apollo, alice):
    """Ask, when all is there for an answer that shows something."""
    query = None
    if route in ("POST hypothesis-decisions", "POST hypothesis-amendments"):
        rows["hypothesis"].start(by=alice)
    elif route == "POST hypothesis-repetitions":
        rows["hypothesis"].withdraw("Nobody asks any more.", by=alice)
    elif route.endswith(" appraisal-list"):
        rows = {**rows, "success-metric": appraised(apollo, alice)}
    elif route == "GET observation-list":
        rows["success-metric"].observe(value=1.5, observed_on=date(2026, 2, 1), by=alice)
    elif route == "GET api-search":
        query = {"q": "story"}
    elif route.split()[1].startswith("pulse-"):
        Wave.open_due(apollo.team)
    elif route == "GET signature-list":
        rows["charter"].sign(by=alice)
    elif route.startswith("GET file-of-"):
        host = route.removeprefix("GET file-of-").removesuffix("-list")
        attached(rows.get("running-trial" if host == "trial" else host, rows["story"]), alice)
    if route in ("GET deployment-drama", "POST deployment-drama-answers"):
        rows = {**rows, "deployment": shaken(rows, rows["bob"])}
    rows = ready(route, rows, apollo, alice)
    return send(client, route, rows, query=query)


def ready(route, rows, apollo, alice):
    """The rows of the route, with one that stands where its write is next."""
    if route == "POST decision-choice":
        return {**rows, "decision": Decision.open_for(apollo, title="Which sea?", by=alice)}
    if route == "GET note-detail":
        return {**rows, "note": rows["question"].notes.get()}
    if route == "POST fit-shares":
        rows["solution"].show(by=alice)
    if route in ("POST trial-amendments", "POST trial-verdicts", "POST trial-confirmations"):
        trial = rows["running-trial"]
        if route.endswith("confirmations"):  # by the discipline that didn't write it
            trial.decide("failed", learned="Radar is blind.", by=rows["bob"])
        return {**rows, "trial": trial}
    if route == "DELETE incident-restorations":
        rows["incident"].restore(by=alice)
    if route == "GET solution-gate":
        prove(rows, alice)
    if route in (
        "POST deployment-go-lives",
        "POST deployment-rollbacks",
        "POST deployment-failures",
    ):
        rows["deployment"].start(by=alice)
        if route.endswith("rollbacks"):
            rows["deployment"].go_live(by=alice)
    return rows


def shaken(rows, by):
    """What stands in production for a month, and of which something went wrong."""
    began = datetime(2026, 1, 12, 9, tzinfo=UTC)
    deployment = Deployment.report(
        rows["solution"],
        environment="production",
        reference="run-9",
        state="live",
        at=began,
        by=by,
    )
    Incident.report(
        rows["solution"],
        deployment=deployment,
        kind="late_data",
        severity=3,
        began_at=began + timedelta(hours=5),
        noticed_at=began + timedelta(hours=6),
        happened="The morning's heights came at noon.",
        by=by,
    )
    return deployment


def prove(rows, alice):
    """Let the solution have all that the gate of production asks for."""
    rows["running-trial"].decide("passed", learned="Radar sees the ground.", by=alice)
    for someone in (alice, rows["bob"]):
        rows["fit"].go_through(by=someone)
    rows["fit"].judge({rows["item-of-fit"].pk: Judgement("fits")}, by=rows["bob"])
    for someone in (alice, rows["bob"]):
        rows["fit"].sign(by=someone)


def appraised(apollo, alice):
    metric = SuccessMetric.define(
        apollo,
        kind="viable_implementation",
        name="Landings",
        unit="EUR",
        baseline=0,
        target=1,
        due=date(2026, 6, 1),
        by=alice,
    )
    ranges = {**WRITES["POST appraisal-list"][0], "appraised_on": date(2026, 2, 1)}
    Appraisal.of(metric, **ranges, by=alice)
    return metric


def example_of(sent, answer):
    """What was sent, if anything can be, and what was answered, by status."""
    example = {}
    if sent is not None and "file" not in sent:
        example["body"] = sent
    if answer.content and answer["Content-Type"] == "application/json":
        example["answers"] = {str(answer.status_code): plain(answer.json())}
    return example


def plain(value, name=""):
    """Without what differs from version to version, and with no more rows than show something."""
    if name == "signals":  # first those that could be measured, as far as there are any
        value = sorted(value, key=lambda one: one.get("value") is None)
    if isinstance(value, list):
        return [plain(one) for one in value[:MOST]]
    if isinstance(value, dict):
        return {key: plain(one, key) for key, one in value.items()}
    if name in BY_THE_WALL:
        return NOW.strftime("%Y-%m-%dT%H:%M:%SZ")
    if name in HASHES and isinstance(value, str):
        return sha256(name.encode()).hexdigest()[: len(value)]
    return value


def without_secrets(text):
    return SECRET.sub(lambda found: "tp_".ljust(len(found.group()), "x"), text.replace(*HOST))
