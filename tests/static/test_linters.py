"""Scripts and stylesheets, read by a linter that bin/test installs."""

import os
import subprocess

import pytest

from tests.static.test_page_sources import ROOT

NPM_BIN = os.environ.get("NPM_BIN")


@pytest.mark.skipif(not NPM_BIN, reason="SCRIPTS AND STYLESHEETS ARE NOT LINTED: no npm")
def test_the_linter_of_scripts_and_stylesheets_finds_nothing():
    ours = ["static/js", "static/css"]
    check = [f"{NPM_BIN}/biome", "lint", "--config-path=bin/npm", "--error-on-warnings", *ours]
    done = subprocess.run(check, cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "Checked" in done.stdout + done.stderr
