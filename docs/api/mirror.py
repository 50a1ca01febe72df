"""Keep a copy of all that a token sees in Twopizza: an example to begin from.

    TWOPIZZA=https://twopizza.example.org TOKEN=tp_… python3 mirror.py

It reads the lists once, then follows the feed and reads again what a line has changed. It needs
nothing but Python, and only the API's documents were read to write it.
"""

from __future__ import annotations

import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

Row = dict[str, Any]
Get = Callable[[str], Row]  # an address below /api/v1/ and what it answers

# What the verb of a line begins with, and which lists of its project are to be read again.
LISTS = {
    "action": ("actions",),
    "answer": ("questions",),
    "charter": ("charters",),
    "column": ("columns",),
    "decision": ("decisions", "questions"),  # one that is made settles its question
    "hypothesis": ("hypotheses",),
    "question": ("questions", "decisions"),
    "release": ("releases",),
    "retrospective": ("retrospectives",),
    "sprint": ("sprints",),
    "standup": ("standups",),
    "successmetric": ("success-metrics",),
    "theme": ("themes",),
    "usecase": ("use-cases", "questions"),
}
# What rows are called in their addresses, where it isn't their id.
NAMES = {"charters": "version", "sprints": "number"}
# Lists that hang on each row of a list.
PARTS = {
    "charters": ("signatures",),
    "questions": ("rounds", "notes"),
    "sprints": ("commitment",),
    "success-metrics": ("observations", "appraisals"),
}


class NotThere(Exception):
    """There is nothing at an address that this token may see."""


class Mirror:
    """Lists by their address, as the API gives them; a row of another noun is kept as its id."""

    def __init__(self, get: Get) -> None:
        self.get = get
        self.lists: dict[str, list[Row]] = {}
        self.cursor = ""

    def copy(self) -> None:
        """Read everything; the feed is entered first, so what changes meanwhile is read again."""
        self.cursor = self.get("feed/?start=now&fields=id")["cursor"]
        for team in self.read("teams/"):
            self.read_team(team["slug"])
        for project in self.read("projects/"):
            self.read_project(project["key"])

    def follow(self) -> int:
        """Read again what has changed since, and return how many lines there were."""
        count, goes_on = 0, True
        while goes_on:
            page = self.get(f"feed/?cursor={self.cursor}&page_size=200")
            changed = [address for line in page["results"] for address in changed_by(line)]
            for address in dict.fromkeys(changed):
                self.read_again(address)
            self.cursor = page["cursor"]  # only now: who is stopped half-way reads it once more
            count += len(page["results"])
            goes_on = page["next"] is not None
        return count

    def read_again(self, address: str) -> None:
        kind, _, rest = address.partition("/")
        if kind == "story":
            self.read_story(rest)
        elif kind == "project":
            self.read("projects/")
            self.read_project(rest)
        elif kind == "team":
            self.read("teams/")
            self.read_team(rest)
        else:
            self.read_with_parts(f"projects/{kind}", rest)

    def read_team(self, slug: str) -> None:
        self.read(f"teams/{slug}/memberships/")
        self.read(f"teams/{slug}/absences/")
        self.read(f"teams/{slug}/shelf/")

    def read_project(self, key: str) -> None:
        for name in dict.fromkeys(sum(LISTS.values(), ())):
            self.read_with_parts(f"projects/{key}", name)
        for story in self.read(f"stories/?project={key}"):
            self.read(f"stories/{story['key']}/comments/")

    def read_with_parts(self, parent: str, name: str) -> None:
        for row in self.read(f"{parent}/{name}/"):
            for part in PARTS.get(name, ()):
                self.read(f"{parent}/{name}/{row[NAMES.get(name, 'id')]}/{part}/")

    def read_story(self, key: str) -> None:
        project, _, _ = key.rpartition("-")
        stories = self.lists.setdefault(f"stories/?project={project}", [])
        now = plain(self.get(f"stories/{key}/"))
        keys = [story["key"] for story in stories]
        if key in keys:
            stories[keys.index(key)] = now
        else:
            stories.append(now)
        self.read(f"stories/{key}/comments/")

    def read(self, address: str) -> list[Row]:
        """Read a whole list, in the order of its ids: no row comes twice, none is left out."""
        self.lists[address] = [plain(row) for row in self.pages(address)]
        return self.lists[address]

    def pages(self, address: str) -> Iterator[Row]:
        joint = "&" if "?" in address else "?"
        following: str | None = f"{address}{joint}order=id&page_size=200"
        while following:
            try:
                page = self.get(following.partition("/api/v1/")[2] or following)
            except NotThere:  # a guest sees no shelf, and no question that wasn't shown
                return
            yield from page["results"]
            following = page["next"]


def changed_by(line: Row) -> list[str]:
    """Return what a line of the feed has changed: a kind, or a project and some of its lists."""
    noun, _, _ = line["verb"].partition("_")
    if line["story"]:
        return [f"story/{line['story']}"]
    if line["project"] and noun in LISTS:
        return [f"{line['project']}/{name}" for name in LISTS[noun]]
    if line["project"]:
        return [f"project/{line['project']}"]
    return [f"team/{line['team']}"]


def plain(row: Any) -> Any:
    """Keep of other rows only their ids: their names change by themselves."""
    if not isinstance(row, dict):
        return row
    return {name: id_of(value) for name, value in row.items()}


def id_of(value: Any) -> Any:
    if isinstance(value, list):
        return [id_of(one) for one in value]
    if isinstance(value, dict) and "id" in value:
        return value["id"]
    return plain(value)


def over_http(url: str, token: str) -> Get:
    """Return what reads an address, and waits where it is told to."""

    def get(address: str) -> Row:
        asked = urllib.request.Request(
            f"{url}/api/v1/{address}", headers={"Authorization": f"Bearer {token}"}
        )
        while True:
            try:
                with urllib.request.urlopen(asked, timeout=60) as answer:
                    content: Row = json.load(answer)
                    return content
            except urllib.error.HTTPError as refusal:
                if refusal.code == 404:
                    raise NotThere(address) from None
                if refusal.code not in (429, 503):
                    raise
                time.sleep(float(refusal.headers.get("Retry-After", 5)))

    return get


def main() -> None:
    mirror = Mirror(over_http(os.environ["TWOPIZZA"], os.environ["TOKEN"]))
    mirror.copy()
    while True:
        print(mirror.follow(), "lines")
        time.sleep(10)


if __name__ == "__main__":
    main()
