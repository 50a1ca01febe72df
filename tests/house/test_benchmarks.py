"""Each benchmark starts by itself: nobody has set Django up before it."""

import os
import subprocess
import sys

import pytest

from benchmarks.__main__ import available

NAMES = [name for name, _ in available()]


@pytest.mark.parametrize("name", NAMES)
def test_it_can_be_imported_before_django_is_set_up(name):
    bare = {each: value for each, value in os.environ.items() if each != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-c", f"import benchmarks.{name}"],
        env=bare,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
