"""bin/start killed at any of its steps leaves nobody behind, and the next one starts."""

import pytest

from tests.start.test_start import wait_until

pytestmark = pytest.mark.xdist_group("start")
STEPS = ("Starting PostgreSQL", "Making the database", "Bringing the database", "Starting web")


def test_whatever_it_was_doing_ends_with_it(start):
    for step in STEPS:
        run = start("--no-demo")
        for line in run.process.stdout:
            run.output += line
            if line.startswith(step):
                break
        else:
            raise AssertionError(f"it never said {step}: {run.output}")
        run.process.kill()
        run.process.wait()
        if step != "Bringing the database":  # a start that comes at once waits for who is left
            wait_until(lambda run=run: run.children() == [])
    assert start("--no-demo").wait_until_ready().stop() < 20


def test_a_demo_that_is_loading_ends_with_it_and_is_finished_by_the_next(start):
    run = start()
    for line in run.process.stdout:
        if line.startswith("Loading the demo"):
            break
    run.process.kill()
    run.process.wait()
    wait_until(lambda: run.children() == [])
    again = start().wait_until_ready()
    assert "Loading the demo" in again.output
    again.stop()
