"""What the linters of OpenAPI say of our description, and for which description that holds."""

import hashlib
import json
import os
import subprocess
from pathlib import Path

import orjson

from web.api.docs import description

HERE = Path(__file__).parent
STORED = HERE / "result.json"
NPM_BIN = os.environ.get("NPM_BIN", "")
QUIET = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}


def digest():
    """Of what the linters read; the names of time zones are those that this machine knows."""
    told = orjson.loads(description())
    for schema in told["components"]["schemas"].values():
        if "Europe/Berlin" in schema.get("enum", ()):
            schema["enum"] = schema["x-enum-varnames"] = []
    return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()


def findings(folder):
    """All that both have to say, as they say it; nothing, if there is nothing."""
    file = folder / "openapi.json"
    file.write_bytes(description())
    return [*_spectral(file), *_redocly(file)]


def _spectral(file):
    rules = f"--ruleset={HERE / 'spectral.yaml'}"
    done = _run("spectral", "lint", rules, "--format=json", "--fail-severity=hint", file)
    told = json.loads(done.stdout[: done.stdout.rindex("]") + 1])
    assert bool(told) == bool(done.returncode), done.stdout + done.stderr
    return told


def _redocly(file):
    rules = f"--config={HERE / 'redocly.yaml'}"
    done = _run("redocly", "lint", rules, "--format=json", "--max-problems=100", file)
    told = json.loads(done.stdout)
    assert sum(told["totals"].values()) or not done.returncode, done.stdout + done.stderr
    return told["problems"]


def _run(name, *arguments):
    command = [Path(NPM_BIN) / name, *arguments]
    environment = {**os.environ, **QUIET}
    return subprocess.run(command, capture_output=True, text=True, env=environment)
