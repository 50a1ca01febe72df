"""Measure on real histories how often the product's forecasts hold."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentTypeError
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from numerics.backtesting.broken_input import BrokenInput
from numerics.backtesting.completions import read_folder
from numerics.backtesting.report import as_markdown, as_text
from numerics.backtesting.run import Backtest
from numerics.backtesting.sprints import read_table
from numerics.backtesting.writing import may_be_written, require_places_for, write_all

if TYPE_CHECKING:
    from django.core.management import CommandParser

REPORT = settings.BASE_DIR / "docs" / "forecast-calibration.md"


class Command(BaseCommand):
    help = (
        "Walks the product's own forecasts through real histories and counts how often they held. "
        "Needs no database."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--completions", type=a_path, help="folder of files with one ISO date per line"
        )
        parser.add_argument(
            "--sprints", type=a_path, help="table in the columns of derived_sprints_tidy.csv"
        )
        parser.add_argument("--json", type=a_path, help="file for all figures")
        parser.add_argument(
            "--report",
            type=a_path,
            help="file for the report in words (docs/forecast-calibration.md, unless sampled)",
        )
        parser.add_argument("--seed", type=whole_number, default=1)
        parser.add_argument(
            "--sample", type=fraction, default=1.0, help="share of the projects to run, 0 to 1"
        )

    def handle(
        self,
        *,
        completions: Path | None,
        sprints: Path | None,
        json: Path | None,
        report: Path | None,
        seed: int,
        sample: float,
        **options: Any,
    ) -> None:
        for stream in (sys.stdout, sys.stderr):
            # A terminal without our signs shows others for them; the files are UTF-8 all the same.
            getattr(stream, "reconfigure", dict)(errors="replace")
        inputs = [file for file in (completions, sprints) if file]
        if not inputs:
            raise CommandError("Give --completions, --sprints or both.")
        if report is None and sample == 1:
            report = self._the_page()
        files = [file for file in (json, report) if file]
        try:
            require_places_for(files, inputs)
            series = read_folder(completions, self.stderr.write) if completions else []
            projects = read_table(sprints) if sprints else []
            result = Backtest(series, projects, seed, sample, tell=self.stderr.write).run()
            command = as_typed(completions, sprints, json, seed, sample)
            texts = {json: as_json(result), report: as_markdown(result, command)}
            write_all({file: texts[file] for file in files})
        except BrokenInput as error:
            raise CommandError(str(error)) from error
        except BrokenProcessPool as error:
            why = "A process was killed (too little memory?); nothing was written."
            raise CommandError(why) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped; nothing was written.", returncode=130) from None
        self.stdout.write(as_text(result))

    def _the_page(self) -> Path | None:
        if may_be_written(REPORT):
            return REPORT
        self.stderr.write(f"{REPORT} can't be written and stays as it is.")
        return None


def a_path(text: str) -> Path:
    if not text or "\0" in text:
        raise ArgumentTypeError("names no file.")
    return Path(text)


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


def as_typed(
    completions: Path | None, sprints: Path | None, file: Path | None, seed: int, sample: float
) -> str:
    given: dict[str, object] = {
        "completions": completions,
        "sprints": sprints,
        "json": file,
        "seed": seed,
    }
    if sample != 1:
        given["sample"] = sample
    words = []
    for name, value in given.items():
        if value is not None:
            words.append(f"--{name} {value}")
    return " ".join(["manage.py backtest", *words])


def as_json(result: dict[str, object]) -> str:
    return json.dumps(result, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
