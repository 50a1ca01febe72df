"""bin/test: the tests, in parallel, against real services."""

import argparse
import os
import secrets

from bin.launch import chromium, linters
from bin.launch.session import Session

EVERYTHING = "--all"

COVERAGE = "--coverage"
# Whoever runs a line is kept, too: bin/bench mutants asks which tests could notice a change of it.
COVERED = ["--cov", "--cov-context=test", "--cov-report=json:var/coverage.json"]

HELP = """Without arguments all tests run but those marked "long"; --all runs these too, and
fails if any test had to be skipped, such as those of pages where there is no browser, or the
linters of scripts, stylesheets and OpenAPI where there is no npm.
--coverage keeps what they reach, in the programs they start as well, for bin/measure to print.
Arguments are passed on to pytest: bin/test tests/stories -k move
Without -n two processes share the tests, and three all of them. Without DATABASE_URL and
REDIS_URL an embedded PostgreSQL and Redis are started for the run, with their data in var/test."""


def main(arguments: list[str]) -> int:
    if "--help" in arguments or "-h" in arguments:
        return read_help()
    browser = chromium.find_or_install()
    if not browser:
        chromium.complain()
    programs = linters.find_or_install()
    if not programs:
        linters.complain()
    everything = EVERYTHING in arguments
    covered = COVERED if COVERAGE in arguments else []
    arguments = [argument for argument in arguments if argument not in (EVERYTHING, COVERAGE)]
    session = Session("test", "requirements.txt", "requirements-dev.txt", durable=False)
    code = session.run(
        [
            "-m",
            "pytest",
            *in_parallel(arguments, "3" if everything else "2"),
            *chosen(arguments, everything),
            *covered,
            *arguments,
        ],
        CHROMIUM=browser or "",
        NPM_BIN=programs or "",
        TEST_ALL="1" if everything else "",
        TEST_DATABASE_NAME=database_name(),
    )
    if not browser:
        chromium.complain()
    return code


def read_help() -> int:
    argparse.ArgumentParser(
        prog="bin/test",
        usage="bin/test [pytest's arguments]",
        description=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    ).print_help()
    return 0


def chosen(arguments: list[str], everything: bool) -> list[str]:
    """Leave long tests out, unless all are asked for or some by name."""
    if everything or any(map(_names_tests, arguments)):
        return []
    return ["-m", "not long"]


def _names_tests(argument: str) -> bool:
    return argument.startswith(("-m", "-k")) or os.path.exists(argument.partition("::")[0])


def in_parallel(arguments: list[str], processes: str) -> list[str]:
    """Each test's group in one of the processes; only one where a debugger wants the terminal.

    Two keep two cores busy. Among all tests are those that wait for servers to come and go: beside
    them a third one works.
    """
    own = ("-n", "--numprocesses", "--pdb", "--trace", "-s", "--collect-only", "--co")
    if any(argument.startswith(own) for argument in arguments):
        return []
    return ["-n", processes, "--dist", "loadgroup"]


def database_name() -> str:
    """On a server that others use too, a name that is nobody else's."""
    if os.environ.get("TEST_DATABASE_NAME"):
        return os.environ["TEST_DATABASE_NAME"]
    if os.environ.get("DATABASE_URL"):
        return f"test_{secrets.token_hex(4)}"
    return "test_twopizza"
