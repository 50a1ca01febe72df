"""Which Redis is taken: one from a wheel, else the host's, else a sentence that names a package."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from bin.launch.console import Refusal
from bin.launch.home import Home
from bin.launch.redis import IN_WHEELS, Redis, find


@pytest.fixture
def packages(tmp_path, monkeypatch):
    """An environment without any Redis, on a host without one."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    return SimpleNamespace(packages=tmp_path / "packages")


def a_server(path, version, exit_code=0):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho 'Server v={version} sha=0:0 bits=64'\nexit {exit_code}\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("name", IN_WHEELS)
def test_a_wheels_server_is_taken_before_the_hosts(packages, tmp_path, name):
    server = a_server(packages.packages / name, "6.2.14")
    a_server(tmp_path / "bin" / "redis-server", "8.0.1")
    assert find(packages) == (server, "6.2.14")


@pytest.mark.parametrize("name", ["redis-server", "valkey-server"])
def test_without_a_wheel_the_hosts_server_is_taken(packages, tmp_path, name):
    server = a_server(tmp_path / "bin" / name, "7.0.15")
    assert find(packages) == (server, "7.0.15")


@pytest.mark.parametrize("version", [None, "6.0.16", "nonsense"])
def test_without_any_one_sentence_names_the_package(packages, tmp_path, version):
    if version:
        a_server(tmp_path / "bin" / "redis-server", version)
    with pytest.raises(Refusal, match=r"^for Python .*apt install redis-server.*\.$") as refusal:
        find(packages)
    assert "\n" not in str(refusal.value)


def test_what_another_program_wrote_is_dropped_and_ones_own_is_kept(packages, tmp_path):
    home = Home(tmp_path / "var")
    (tmp_path / "var" / "logs").mkdir(parents=True)
    written = tmp_path / "var" / "redis" / "appendonlydir" / "appendonly.aof.1.incr.aof"
    for version, is_kept in (("8.1.8", True), ("8.1.8", True), ("6.2.14", False)):
        written.parent.mkdir(parents=True, exist_ok=True)
        written.touch()
        a_server(packages.packages / IN_WHEELS[1], version)
        Redis(home, packages)
        assert written.exists() == is_kept
