"""How the commands speak, and how they are told to stop."""

import signal
from pathlib import Path
from types import FrameType
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[2]


class Refusal(Exception):
    """Why the command can't go on, as one sentence for whoever typed it; empty if it was said."""


class Stopped(BaseException):
    """Somebody asked for the end: Ctrl-C, TERM, or a closed terminal."""

    def __init__(self, number: int) -> None:
        self.number = number


def say(text: str) -> None:
    print(text, flush=True)


def stop_on_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _raise_stopped)


def ignore_signals() -> None:
    """While we put things away, a second Ctrl-C must not leave half of them behind."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _raise_stopped(number: int, _: FrameType | None) -> NoReturn:
    raise Stopped(number)
