"""What a generator makes up, filled with rows that there are, and every check on the answers."""

import os
import random
from collections import Counter
from datetime import timedelta
from functools import cache, partial
from zlib import crc32

import orjson
import schemathesis
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import ignored_auth, response_schema_conformance

from config.wsgi import application
from tests.api.routes import name_in

SEED = int(os.environ.get("FUZZ_SEED", "20"))
# Of each address, person and kind: edges of its description, what fits it, and what doesn't.
ONLY = os.environ.get("FUZZ_ONLY", "")  # a part of the addresses wanted
CASES = os.environ.get("FUZZ_CASES")
# To make up the edges of an address takes nine tenths of the time, so in the suite only one address
# in EDGES_OF_EACH has them; a guest is refused at most of them before anybody looks at the body.
OF_WHOM = {"lead": "6,4,2", "guest": "0,4,2", "stranger": "0,4,2"}
EDGES_OF_EACH = 1 if CASES else 24


@cache
def api_schema():
    config = schemathesis.Config()
    rejection = config.projects.default.checks.negative_data_rejection
    # What is odd beside an If-Match that doesn't hold is refused for that, too.
    rejection.expected_statuses = [*rejection.expected_statuses, "412"]
    acceptance = config.projects.default.checks.positive_data_acceptance
    # Whether a file has the bytes that are asked for depends on the file.
    acceptance.expected_statuses = [*acceptance.expected_statuses, "416"]
    header = config.projects.default.checks.missing_required_header
    # 428 is what RFC 6585 has for If-Match; what one may not see is 404, whatever was sent with it.
    header.expected_statuses = [*header.expected_statuses, "428", "404"]
    return schemathesis.openapi.from_wsgi("/api/v1/schema/", application, config=config)


@cache
def operations():
    found = [result.ok() for result in api_schema().get_all_operations()]
    wanted = [operation for operation in found if ONLY in operation.label]
    return sorted(wanted, key=lambda operation: operation.label)


class Fuzzer:
    """Sends each case as each person; `failures` hold the first of each address and person."""

    def __init__(self, clients, rows):
        self.headers = {
            who: {"Authorization": client.headers["authorization"]}
            for who, client in clients.items()
        }
        self.rows = rows
        self.values = values_in(rows)
        self.asked: set[tuple[str, str]] = set()
        self.failures: dict[tuple[str, str], str] = {}
        self.statuses: Counter[tuple[str, str, int]] = Counter()

    def sent(self, who):
        return sum(count for key, count in self.statuses.items() if key[0] == who)

    def run(self, operation):
        """Make cases up once: that takes longer than to send them."""
        has_edges = (crc32(operation.label.encode()) + SEED) % EDGES_OF_EACH == 0
        for make, number in ((edges, 0), (fitting, 1), (odd, 2)):
            if make is edges and not has_edges:
                continue
            counts = {who: int((CASES or OF_WHOM[who]).split(",")[number]) for who in self.headers}
            make(operation, partial(self.send, counts), max(counts.values()))

    def send(self, counts, case):
        """Ask as everybody who has cases of this kind, check the answer, forget what it did."""
        self.fill(case)
        for who in counts:
            if counts[who]:
                try:
                    self.send_as(who, case)
                except FailureGroup as failure:
                    label = case.operation.label
                    self.failures.setdefault((who, label), f"{who}: {label}\n{failure.message}")

    def send_as(self, who, case):
        headers = self.headers[who]
        # Whether an address asks who is there takes two more requests, and is asked once of each.
        is_first = (who, case.operation.label) not in self.asked
        self.asked.add((who, case.operation.label))
        with transaction.atomic():
            answer = case.call(headers=headers)
            self.statuses[who, mode_of(case), answer.status_code] += 1
            case.validate_response(
                answer,
                headers=headers,
                transport_kwargs={"headers": headers},
                excluded_checks=[*left_out(case), *([] if is_first else [ignored_auth])],
            )
            transaction.set_rollback(True)

    def fill(self, case):
        """Put rows that there are where the case fits the description; what is odd stays odd."""
        route = case.operation.definition.raw["operationId"]
        if fits(case, ParameterLocation.PATH):
            for name in case.path_parameters or {}:
                case.path_parameters[name] = str(name_in(route, name, self.rows))
        if fits(case, ParameterLocation.HEADER) and "If-Match" in (case.headers or {}):
            case.headers["If-Match"] = "*"
        if fits(case, ParameterLocation.QUERY) and case.query:
            case.query.pop("fields", None)  # so that most answers are whole
            case.query.pop("cursor", None)  # only an answer tells one
            self.fill_names(case.query)
        if fits(case, ParameterLocation.BODY):
            self.fill_names(case.body)
        assert case.meta  # looks again at what was filled in

    def fill_names(self, content):
        """Name a row in most fields that name one; the rest names what isn't there."""
        if isinstance(content, list):
            for inner in content:
                self.fill_names(inner)
        if not isinstance(content, dict):
            return
        for name, value in content.items():
            known = self.values.get(name, ())
            choice = crc32(repr(value).encode()) % (len(known) + 1)
            if choice < len(known) and type(value) is type(known[choice]):
                content[name] = known[choice]
            else:
                self.fill_names(value)


def values_in(rows):
    """What fields that name a row or a day may say, by their names."""
    story, bob = rows["story"], rows["bob"]
    people = [bob.pk, story.project.team.memberships.first().user_id]
    keys = [f"AP-{number}" for number in (1, 2, 3)]
    today = timezone.localdate()
    days = [str(today + timedelta(days=days)) for days in (-30, -1, 0, 8, 400)]
    values = {
        "project": ["AP"],
        "team": ["orbit"],
        "sprint": [1],
        "carry_into": [1],
        "signal": ["B1", "C1"],
        "column": [rows["column"].pk, rows["doing"].pk],
        "working_days": [[1, 2, 3]],
        "email": [bob.email],
    }
    values |= dict.fromkeys(("owner", "to", "user"), people)
    values |= dict.fromkeys(("story", "needs", "above", "below"), keys)
    values |= {noun: [rows[noun].pk] for noun in ("theme", "hypothesis", "release")}
    values |= {name: [rows["report"].pk] for name in ("then", "now")}
    for name in ("starts_on", "ends_on", "due", "day", "first_day", "last_day"):
        values[name] = days
    for name in ("first_used_on", "observed_on", "appraised_on"):
        values[name] = days
    return values


def left_out(case):
    """A slim answer lacks what the description says there is."""
    return [response_schema_conformance] if "fields" in (case.query or {}) else []


def fits(case, location):
    """Whether this part of the case is as the description says."""
    part = case.meta.components.get(location)
    if part is None or part.mode.is_negative:
        return False
    about = case.meta.phase.data
    spoilt = {mutation.parameter_location for mutation in getattr(about, "mutations", ())}
    if case.meta.generation.mode.is_negative:
        spoilt.add(getattr(about, "parameter_location", None))
    return location not in spoilt


def mode_of(case):
    return "fits" if case.meta.generation.mode.is_positive else "odd"


def edges(operation, send, count):
    """A sample of the cases that stand at the edges of the description, the same each time."""
    if not count:
        return
    config = api_schema().config.generation_for(operation=operation, phase="coverage")
    cases = api_schema().iter_coverage_cases(
        operation, generation_modes=list(GenerationMode), generation_config=config
    )
    cases = list(cases)
    chosen = random.Random(f"{SEED} {operation.label}").sample(cases, min(count, len(cases)))
    for case in chosen:
        send(case)


def fitting(operation, send, count):
    generate(operation, send, GenerationMode.POSITIVE, count)


def odd(operation, send, count):
    generate(operation, send, GenerationMode.NEGATIVE, count)


def generate(operation, send, mode, count):
    if not count:
        return

    @seed(SEED)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def each(case):
        send(case)

    each()


def note(fuzzer):
    """Append to the file FUZZ_LOG what was sent and answered, for bin/bench fuzz."""
    if path := os.environ.get("FUZZ_LOG"):
        counts = [[*key, count] for key, count in fuzzer.statuses.items()]
        line = {"counts": counts, "failures": [*fuzzer.failures.values()]}
        with open(path, "ab") as log:
            log.write(orjson.dumps(line) + b"\n")
