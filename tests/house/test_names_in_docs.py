"""What STYLE.md, AGENTS.md and the docs name in backticks is there."""

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ["STYLE.md", "AGENTS.md", "README.md", *sorted(p.name for p in ROOT.glob("docs/*.md"))]
SPOKEN = re.compile(r"`([^`\n]+)`")
PLACE = re.compile(r"[a-z_.]+(/[\w.-]+)+/?")
ROOMS = {path.parent.name for path in ROOT.glob("*/__init__.py")}


def text_of(page):
    path = ROOT / page
    return (path if path.exists() else ROOT / "docs" / page).read_text()


def is_there(place: str) -> bool:
    folders = (ROOT, ROOT / "templates", ROOT / "docs", ROOT / "static")
    return any(
        (folder / place).exists() or list(folder.glob(f"{place}*")) or list(folder.glob(place))
        for folder in folders
    )


@pytest.mark.parametrize("page", PAGES)
def test_files_and_folders_that_are_named_exist(page):
    named = {said for said in SPOKEN.findall(text_of(page)) if PLACE.fullmatch(said)}
    ours = {said for said in named if said.partition("/")[0] in ROOMS | {"bin", "static", "docs"}}

    assert not {said for said in ours if not is_there(said)}


@pytest.mark.parametrize("page", PAGES)
def test_modules_and_what_they_hold_exist(page):
    named = set(re.findall(r"`([a-z_]+(?:\.[A-Za-z_]\w*)+)", text_of(page)))
    ours = {said for said in named if said.partition(".")[0] in ROOMS}

    assert not {said for said in ours if not can_be_reached(said)}


def can_be_reached(dotted: str) -> bool:
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for name in parts[length:]:
            if not hasattr(found, name):
                return False
            found = getattr(found, name)
        return True
    return False
