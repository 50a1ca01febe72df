"""Whatever comes in, the answer is one that the schema tells of, and never a failure of ours."""

import os

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config.wsgi import application
from tests.api.routes import name_in

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "3"))  # of each address; more by hand

api_schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", application)


@pytest.fixture
def open_connection():
    """As Django's own test client does: the test's transaction outlives the requests."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def bearer(api, alice):
    return {"Authorization": api(alice).headers["authorization"]}


@api_schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_one_the_schema_tells_of(case, bearer, rows, open_connection):
    route = case.operation.definition.raw["operationId"]
    case.path_parameters = {name: name_in(route, name, rows) for name in case.path_parameters or {}}
    (case.query or {}).pop("fields", None)  # a slim answer lacks what the schema says there is
    answer = case.call(headers=bearer)
    case.validate_response(answer, checks=CHECKS, headers=bearer)
