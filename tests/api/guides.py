"""Reads the guides in docs/api: what is asked in them, and what they say is answered.

A block of ```http begins with a request or with the status of its answer; one of ```sh is a call of
curl. `…` stands for whatever comes there: in an answer for any value and for more fields, in a
request for what the answer before it gave.
"""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

FOLDER = Path(__file__).parents[2] / "docs" / "api"
BLOCK = re.compile(r"^```(http|sh)\n(.*?)^```$|^<!-- (.*?) -->$", re.M | re.S)
ANY = "…"


@dataclass
class Asked:
    method: str
    path: str  # with its query, below /api/v1/
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""


@dataclass
class Answered:
    status: int
    headers: dict[str, str]
    content: Any


def steps_of(guide: Path) -> list[Asked | Answered | str]:
    """Return requests and answers in their order, and what remarks say that happens meanwhile."""
    steps: list[Asked | Answered | str] = []
    for kind, text, remark in BLOCK.findall(guide.read_text()):
        if remark:
            steps.append(remark)
        elif kind == "sh":
            steps.append(_curl(text))
        elif text[0].isdigit():
            steps.append(_answer(text))
        else:
            steps.append(_request(text))
    return steps


def _request(text: str) -> Asked:
    head, _, body = text.partition("\n\n")
    first, *lines = head.strip().splitlines()
    method, path = first.split(" ", 1)
    return Asked(method, path.removeprefix("/api/v1/"), _headers(lines), body.strip())


def _answer(text: str) -> Answered:
    head, _, body = text.partition("\n\n")
    first, *lines = head.strip().splitlines()
    body = re.sub(r",?\s*…\s*([}\]])", _more, body)
    return Answered(int(first.split()[0]), _headers(lines), json.loads(body) if body else None)


def _more(found: re.Match[str]) -> str:
    """Write “and more” as JSON that can be read."""
    if found[1] == "}":
        return ', "…": "…"}' if found[0].startswith(",") else '"…": "…"}'
    return ', "…"]' if found[0].startswith(",") else '"…"]'


def _curl(text: str) -> Asked:
    words = shlex.split(text.replace("\\\n", " "))
    asked = Asked("GET", "")
    for option, value in pairwise(words):
        if option == "-H":
            asked.headers |= _headers([value])
        elif option == "-X":
            asked.method = value
        elif option == "-d":
            asked.body = value
    address = urlsplit(words[-1])
    asked.path = address.path.removeprefix("/api/v1/") + (address.query and f"?{address.query}")
    return asked


def _headers(lines: list[str]) -> dict[str, str]:
    headers = {}
    for line in lines:
        name, _, value = line.partition(": ")
        headers[name] = value
    return headers


def fits(said: Any, real: Any) -> bool:
    """Whether the answer is what the guide says of it."""
    if said == ANY:
        return True
    if isinstance(said, dict) and isinstance(real, dict):
        named = {name: value for name, value in said.items() if name != ANY}
        if ANY not in said and named.keys() != real.keys():
            return False
        return all(name in real and fits(value, real[name]) for name, value in named.items())
    if isinstance(said, list) and isinstance(real, list):
        if said and said[-1] == ANY:
            said, real = said[:-1], real[: len(said) - 1]
        return len(said) == len(real) and all(map(fits, said, real))
    if isinstance(said, str) and isinstance(real, str) and ANY in said:
        return bool(re.fullmatch(".*".join(map(re.escape, said.split(ANY))), real, re.S))
    return bool(said == real)
