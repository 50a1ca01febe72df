import os
import subprocess
import sys

import pytest
from django.conf import settings

RENDER_TWICE = """
import pathlib, sys, django
django.setup()
from django.template import engines
engine = engines["django"].engine
engine.dirs.append(sys.argv[1])
page = pathlib.Path(sys.argv[1], "page.html")
for words in ("before", "after"):
    page.write_text(words)
    print(engine.get_template("page.html").source)
"""


@pytest.mark.parametrize(("debug", "seen"), [("1", ["before", "after"]), ("0", ["before"] * 2)])
def test_who_develops_sees_a_changed_template_at_once(tmp_path, debug, seen):
    done = subprocess.run(
        [sys.executable, "-c", RENDER_TWICE, str(tmp_path)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DEBUG": debug, "SECRET_KEY": settings.SECRET_KEY},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == seen
