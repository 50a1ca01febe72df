import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from forecasts.management.commands import backtest as command
from numerics.backtesting.meaning_of_keys import KEYS
from numerics.backtesting.run import Backtest, sampled
from tests.numerics.backtesting.table import as_csv, rows

TAWOS = Path(__file__).parents[2] / "data" / "tawos"


@pytest.fixture
def folder(tmp_path):
    """One small real project; the whole of them would take longer than a test may."""
    folder = tmp_path / "dates"
    folder.mkdir()
    (folder / "Daemon.csv").write_text((TAWOS / "Appcelerator_Daemon.csv").read_text())
    return folder


@pytest.fixture
def table(tmp_path):
    file = tmp_path / "sprints.csv"
    file.write_text(as_csv(rows(45)))
    return file


def backtest(**options):
    out, told = StringIO(), StringIO()
    call_command("backtest", stdout=out, stderr=told, **options)
    return out.getvalue(), told.getvalue()


def test_it_prints_tells_and_writes_without_a_database(tmp_path, folder, table):
    files = {"json": tmp_path / "out.json", "report": tmp_path / "out.md"}
    printed, told = backtest(completions=folder, sprints=table, **files)
    result = json.loads(files["json"].read_text())
    held_out = result["completions"]["held out"]

    assert held_out["projects"] == ["Daemon"]
    assert held_out["every date"]["14"]["forecasts"] > 15
    assert 0.6 < held_out["every date"]["14"]["methods"]["forecast"]["coverage"]["85"]["value"] <= 1
    assert set(result["sprints"]["held out"]["points"]) == {"1", "3", "5"}
    assert all(explained(key) for key in (*result, *held_out["every date"]["14"]))
    assert "[1/1] Daemon: forecasts walked and scored" in told
    assert "2 weeks: 85 % range covers" in printed
    assert "manage.py backtest --completions" in files["report"].read_text()
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "dates",
        "out.json",
        "out.md",
        "sprints.csv",
    ]


def explained(key):
    return key == "keys" or any(key in keys.split(", ") for keys in KEYS)


def test_what_says_nothing_is_named_and_changes_nothing(tmp_path, folder):
    alone, among = tmp_path / "alone.json", tmp_path / "among.json"
    backtest(completions=folder, json=alone, report=tmp_path / "out.md")
    (folder / "One.csv").write_text("2024-01-01\n")
    (folder / "None.csv").write_text("")
    _, told = backtest(completions=folder, json=among, report=tmp_path / "out.md")
    found = [json.loads(file.read_text())["completions"]["held out"] for file in (alone, among)]

    assert "None.csv holds no dates and is left out." in told
    assert "One: too short or too quiet for a single forecast" in told
    assert found[0]["every date"] == found[1]["every date"]


def test_the_same_seed_gives_the_same_bytes(tmp_path, table):
    for name in ("first", "second"):
        backtest(sprints=table, json=tmp_path / name, report=tmp_path / "report", seed=3)
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()


def test_a_sample_takes_whole_projects_and_leaves_the_page_alone(tmp_path, table):
    out = tmp_path / "out.json"
    backtest(sprints=table, json=out, sample=0.5)
    assert sum(len(g["projects"]) for g in json.loads(out.read_text())["sprints"].values()) == 1


def test_a_sample_is_the_same_for_the_same_seed():
    assert sampled("abcdefgh", 0.25, 1) == sampled("abcdefgh", 0.25, 1)
    assert len(sampled("abcdefgh", 0.25, 1)) == 2
    assert len(sampled("abcdefgh", 0.01, 1)) == 1


def test_broken_input_is_a_sentence_and_nothing_is_written(tmp_path, folder, table):
    (folder / "Bad.csv").write_text("2024-01-01\n2024-13-01\n")
    out, report = tmp_path / "out.json", tmp_path / "out.md"
    with pytest.raises(CommandError, match=r"Bad\.csv, line 2: “2024-13-01” isn't a date"):
        backtest(completions=folder, sprints=table, json=out, report=report)
    assert not out.exists()
    assert not report.exists()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({}, "Give --completions, --sprints or both"),
        ({"completions": Path("nowhere")}, "nowhere: isn't a folder"),
        ({"sprints": Path("nowhere.csv")}, r"nowhere\.csv: can't be read"),
    ],
)
def test_missing_input_is_named(tmp_path, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        backtest(report=tmp_path / "out.md", **options)


def test_a_place_that_cannot_be_written_is_found_before_the_work(tmp_path, table):
    with pytest.raises(CommandError, match="can't be written"):
        backtest(sprints=table, json=tmp_path / "missing" / "out.json", report=tmp_path / "out.md")


def test_nothing_but_a_plain_file_is_replaced(tmp_path, table):
    device = tmp_path / "device"  # not a real one: this test may be run by root, and fail
    os.mkfifo(device)
    with pytest.raises(CommandError, match="isn't a plain file"):
        backtest(sprints=table, json=device, report=tmp_path / "out.md")
    with pytest.raises(CommandError, match="is read or written already"):
        backtest(sprints=table, json=table, report=tmp_path / "out.md")
    with pytest.raises(CommandError, match="is read or written already"):
        backtest(sprints=table, json=tmp_path / "out", report=tmp_path / "out")
    assert device.is_fifo()


def test_a_page_that_cannot_be_written_stays_as_it_is(tmp_path, table, monkeypatch):
    monkeypatch.setattr(command, "REPORT", tmp_path / "sealed" / "page.md")
    _, told = backtest(sprints=table, json=tmp_path / "out.json")
    assert "page.md can't be written and stays as it is" in told
    assert (tmp_path / "out.json").exists()


def test_whoever_stops_it_finds_nothing_half_written(tmp_path, table, monkeypatch):
    def stopped(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(Backtest, "run", stopped)
    with pytest.raises(CommandError, match="Stopped; nothing was written") as refusal:
        backtest(sprints=table, json=tmp_path / "out.json", report=tmp_path / "out.md")
    assert refusal.value.returncode == 130
    assert [file.name for file in tmp_path.iterdir()] == ["sprints.csv"]


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("--sample=0", "above 0"),
        ("--sample=two", "above 0"),
        ("--seed=-1", "whole number"),
        ("--json=", "no file"),
    ],
)
def test_a_nonsense_option_is_refused(table, option, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("backtest", f"--sprints={table}", option)
