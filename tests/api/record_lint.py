"""Records what the linters say of the API's description, for machines without npm.

Run by bin/examples, after the examples.
"""

import json

from tests.api.lint.linting import NPM_BIN, STORED, digest, findings
from web.api.description.examples import recorded
from web.api.docs import description


def test_record(tmp_path):
    assert NPM_BIN, "npm is needed to lint the description"
    recorded.cache_clear()
    description.cache_clear()
    result = {"description_sha256": digest(), "findings": findings(tmp_path)}
    STORED.write_text(json.dumps(result, indent=1) + "\n")
    assert not result["findings"]
