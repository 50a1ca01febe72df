"""Measure on real histories how often the product's forecasts hold."""

import json
import os
from argparse import ArgumentTypeError
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from metrics.backtesting.completions import read_folder
from metrics.backtesting.refusal import BrokenInput
from metrics.backtesting.report import as_markdown, as_text
from metrics.backtesting.run import Backtest
from metrics.backtesting.sprints import read_table

REPORT = settings.BASE_DIR / "docs" / "forecast-calibration.md"


class Command(BaseCommand):
    help = (
        "Walks the product's own forecasts through real histories and counts how often they held. "
        "Needs no database."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--completions", type=Path, help="folder of files with one ISO date per line"
        )
        parser.add_argument(
            "--sprints", type=Path, help="table in the columns of derived_sprints_tidy.csv"
        )
        parser.add_argument("--json", type=Path, help="file for all figures")
        parser.add_argument(
            "--report",
            type=Path,
            help="file for the report in words (docs/forecast-calibration.md, unless sampled)",
        )
        parser.add_argument("--seed", type=whole_number, default=1)
        parser.add_argument(
            "--sample", type=fraction, default=1.0, help="share of the projects to run, 0 to 1"
        )

    def handle(self, *, completions, sprints, json, report, seed, sample, **options):
        if not (completions or sprints):
            raise CommandError("Give --completions, --sprints or both.")
        if report is None and sample == 1:
            report = REPORT
        for file in (json, report):
            require_place_for(file)
        try:
            series = read_folder(completions, self.stderr.write) if completions else []
            projects = read_table(sprints) if sprints else []
        except BrokenInput as error:
            raise CommandError(str(error)) from error
        result = Backtest(series, projects, seed, sample, tell=self.stderr.write).run()
        command = as_typed(completions, sprints, json, seed, sample)
        write_all({json: as_json(result), report: as_markdown(result, command)})
        self.stdout.write(as_text(result))


def whole_number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ArgumentTypeError(f"must be a whole number from 0 on, not {text!r}.")
    return int(text)


def fraction(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 1:
        raise ArgumentTypeError(f"must be above 0 and at most 1, not {text!r}.")
    return value


def require_place_for(file: Path | None) -> None:
    """Find out before the work, not after it."""
    if file and (file.is_dir() or not os.access(file.absolute().parent, os.W_OK)):
        raise CommandError(f"{file} can't be written: is its folder there, and yours to write?")


def as_typed(
    completions: Path | None, sprints: Path | None, file: Path | None, seed: int, sample: float
) -> str:
    given = {"completions": completions, "sprints": sprints, "json": file, "seed": seed}
    if sample != 1:
        given["sample"] = sample
    words = [f"--{name} {value}" for name, value in given.items() if value is not None]
    return " ".join(["manage.py backtest", *words])


def as_json(result: dict[str, object]) -> str:
    return json.dumps(result, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def write_all(texts: dict[Path | None, str]) -> None:
    """All files or none: each is written beside its place first, then moved there."""
    drafts = {file: file.with_name(f".{file.name}.draft") for file in texts if file}
    try:
        for file, draft in drafts.items():
            draft.write_text(texts[file], encoding="utf-8")
        for file, draft in drafts.items():
            draft.replace(file)
    except OSError as error:
        raise CommandError(f"{error.filename} can't be written ({error.strerror}).") from error
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
