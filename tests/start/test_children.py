"""A start after a kill ends who still works for the earlier one, and nobody else."""

import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest

from bin.launch import children as children_module
from bin.launch.children import Children
from tests.present import present

SLEEP = "import time; print('there', flush=True); time.sleep(600)"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEP}"


@pytest.fixture
def begin():
    begun = []

    def run(program):
        process = subprocess.Popen(
            [sys.executable, "-c", program], stdout=subprocess.PIPE, start_new_session=True
        )
        begun.append(process)
        present(process.stdout).readline()
        return SimpleNamespace(
            process=process, is_running=True, stop_signal=signal.SIGTERM, name="one"
        )

    yield run
    for process in begun:
        process.kill()
        process.wait()
        present(process.stdout).close()


@pytest.mark.parametrize(("program", "ended_by"), [(SLEEP, signal.SIGTERM), (DEAF, signal.SIGKILL)])
def test_who_is_left_is_asked_and_then_killed(begin, tmp_path, monkeypatch, program, ended_by):
    if ended_by == signal.SIGKILL:
        monkeypatch.setattr(children_module, "PATIENCE", 0)
    service = begin(program)
    Children(tmp_path / "children").write_down([service])
    Children(tmp_path / "children").end_those_of_an_earlier_start()
    assert service.process.wait() == -ended_by
    assert not (tmp_path / "children").exists()


def test_another_process_under_the_same_number_is_left_alone(begin, tmp_path):
    service = begin(SLEEP)
    note = tmp_path / "children"
    Children(note).write_down([service])
    pid, began, number = note.read_text().split()
    note.write_text(f"{pid} {int(began) - 1} {number}\n")
    Children(note).end_those_of_an_earlier_start()
    assert service.process.poll() is None


def test_without_an_earlier_start_there_is_nothing_to_end(tmp_path):
    Children(tmp_path / "children").end_those_of_an_earlier_start()


@pytest.mark.parametrize("content", ["", "half a li", "1 2\n", "x y z\n", "\0\0\0"])
def test_a_note_that_was_cut_off_stops_no_start(tmp_path, content):
    (tmp_path / "children").write_text(content)
    Children(tmp_path / "children").end_those_of_an_earlier_start()
    assert not (tmp_path / "children").exists()
