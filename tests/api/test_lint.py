"""The API's description, read by the linters of OpenAPI: spectral and redocly."""

import json
import os

import pytest

from tests.api.lint.linting import NPM_BIN, STORED, digest, findings


@pytest.fixture
def stored():
    return json.loads(STORED.read_text())


def test_the_linters_find_nothing(stored, tmp_path, capsys):
    if NPM_BIN:
        told, way = findings(tmp_path), "linted by spectral and redocly"
    else:
        assert stored["description_sha256"] == digest(), "lint it where npm is, by bin/examples"
        told, way = stored["findings"], "NOT LINTED: no npm; what is stored is of this description"
    with capsys.disabled():
        print(f"\nThe API's description is {way}.")
    assert told == []


@pytest.mark.skipif(not os.environ.get("TEST_ALL"), reason="asked by bin/test --all alone")
def test_what_is_stored_for_machines_without_npm_is_of_this_description(stored):
    assert stored == {"description_sha256": digest(), "findings": []}, "run bin/examples"
