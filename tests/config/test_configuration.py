import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from config.environment import Environment, Refusal, written_down
from config.settings import env

TABLED = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)
FOR_COMMANDS = {"PYTHON", "CHROMIUM"}
PRODUCTION = {
    "DATABASE_URL": "postgres://somebody@127.0.0.1/something",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "SECRET_KEY": "a-secret-that-is-long-enough-to-be-taken-as-one",
    "ALLOWED_HOSTS": "twopizza.example.org",
}


def test_every_setting_is_documented():
    page = (settings.BASE_DIR / "docs" / "configuration.md").read_text()
    assert set(TABLED.findall(page)) == env.names | FOR_COMMANDS


@pytest.mark.parametrize(
    ("variables", "read"),
    [
        ({"N": "many"}, lambda e: e.number("N", 1, least=1, most=9)),
        ({"N": "10"}, lambda e: e.number("N", 1, least=1, most=9)),
        ({"N": "-1"}, lambda e: e.number("N", 1, least=1, most=9)),
        ({"N": "maybe"}, lambda e: e.switch("N", False)),
        ({"N": "purple"}, lambda e: e.choice("N", "red", ("red", "green"))),
        ({"N": "gopher://x"}, lambda e: e.url("N", "", ("http", "https"))),
        ({"N": "http://["}, lambda e: e.url("N", "", ("http", "https"))),
        ({"N": "postgres://x@host:port/name"}, lambda e: e.database("N")),
        ({"N": "http://mail.example.org"}, lambda e: e.mail("N", "")),
        ({"N": "smtp://host:port"}, lambda e: e.mail("N", "")),
        ({"N": "Twopizza"}, lambda e: e.address("N", "")),
        ({"N": "us@example.org\nBcc: all@example.org"}, lambda e: e.address("N", "")),
        ({"N": "https://a.example.org, app"}, lambda e: e.origins("N")),
        ({"N": "https://a.example.org/"}, lambda e: e.origins("N")),
        ({"N": "ftp://a.example.org"}, lambda e: e.origins("N")),
        ({"N": "https://["}, lambda e: e.origins("N")),
        ({"N": "null"}, lambda e: e.origins("N")),
        ({}, lambda e: e.required("N", "It is needed.")),
    ],
)
def test_a_nonsense_value_is_refused_by_a_sentence_that_names_it(variables, read):
    with pytest.raises(Refusal, match=r"^Twopizza does not start: N .*\.$"):
        read(Environment(variables))


def test_sensible_values_are_read():
    env = Environment({"N": "7", "SWITCH": "yes", "LIST": "a, b,,c "})
    assert env.number("N", 1, least=1, most=9) == 7
    assert env.number("OTHER", 3, least=1, most=9) == 3
    assert env.switch("SWITCH", False)
    assert env.list("LIST") == ["a", "b", "c"]


def test_a_socket_with_a_space_in_its_path_is_understood():
    url = "postgres://twopizza@/twopizza?host=/tmp/a%20b/postgres"
    database = Environment({"DATABASE_URL": url}).database("DATABASE_URL")
    assert database["NAME"] == database["USER"] == "twopizza"
    assert database["OPTIONS"]["host"] == "/tmp/a b/postgres"


def test_what_a_running_start_wrote_down_is_read(tmp_path):
    (tmp_path / "environment").write_text("REDIS_URL=redis://:a=b@127.0.0.1/0\n")
    assert written_down(tmp_path / "environment") == {"REDIS_URL": "redis://:a=b@127.0.0.1/0"}
    assert written_down(tmp_path / "nothing") == {}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY must be a secret of at least 40 characters"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be a secret of at least 40 characters"),
        ({"SECRET_KEY": "insecure-secret-for-development-only"}, "SECRET_KEY must be a secret"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS must name the hosts"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name the hosts"),
        ({"DATABASE_URL": None}, "DATABASE_URL is missing"),
        ({"REDIS_URL": None}, "REDIS_URL is missing"),
        ({"WEB_THREADS": "lots"}, "WEB_THREADS must be a whole number"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL must be one of"),
        ({"PUBLIC_URL": "https://example.org/twopizza"}, "PUBLIC_URL must end with its host"),
        ({"PUBLIC_URL": "https://example.org/?a=b"}, "PUBLIC_URL must end with its host"),
    ],
)
def test_production_does_not_start_without(changes, sentence, tmp_path):
    refused(["-c", "import config.settings"], changes, sentence, tmp_path)


@pytest.mark.parametrize(
    "url", ["https://[::1]:8443", "https://[2001:db8::7]/", "http://10.0.0.1:8000", "https://a.b"]
)
def test_any_host_can_be_the_public_one(url, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=Path(settings.BASE_DIR),
        env={**PRODUCTION, "PUBLIC_URL": url, "VAR_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("program", [["manage.py", "check"], ["-m", "config.server"]])
def test_every_program_refuses_alike(program, tmp_path):
    refused(program, {"SECRET_KEY": None}, "SECRET_KEY must be a secret", tmp_path)


def refused(program, changes, sentence, tmp_path):
    variables = {**PRODUCTION, **changes, "VAR_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, *program],
        cwd=Path(settings.BASE_DIR),
        env={name: value for name, value in variables.items() if value is not None},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"Twopizza does not start: {sentence}")
    assert done.stderr.count("\n") == 1
