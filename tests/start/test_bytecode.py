"""Where bytecode isn't wanted beside the sources, it is kept elsewhere: starts stay quick."""

import subprocess
import sys

import pytest

from bin.launch import venv
from bin.launch.console import ROOT


@pytest.fixture
def clean_sources(monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)


def test_bytecode_lies_in_the_virtual_environment(clean_sources, tmp_path, monkeypatch):
    monkeypatch.setattr(venv, "BYTECODE", tmp_path)
    command = [sys.executable, "-c", "import base.clock"]
    subprocess.run(command, cwd=ROOT, env=venv.given_variables(), check=True)
    assert list(tmp_path.rglob("clock.*.pyc"))


def test_whoever_has_a_place_for_it_keeps_it(clean_sources, monkeypatch):
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "/of/somebody")
    assert venv.given_variables()["PYTHONPYCACHEPREFIX"] == "/of/somebody"


def test_who_said_nothing_has_it_where_python_puts_it(monkeypatch):
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"):
        monkeypatch.delenv(name, raising=False)
    assert "PYTHONPYCACHEPREFIX" not in venv.given_variables()
