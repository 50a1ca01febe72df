"""Stylesheets hold nothing that no page wears, and a class's own rules stand in one file."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import django
import pytest

from tests.static.test_page_sources import ROOT

STYLES = sorted((ROOT / "static/css").rglob("*.css"))
OURS = [file for file in STYLES if file.parent.name == "css" and file.name != "print.css"]
ADMIN = Path(django.__file__).parent / "contrib/admin"
MARKUP = (
    "templates",
    "static/js",
    "static/vendor/htmx",
    *("web", "history", "projects", "stories", "forecasts", "health", "today"),
)
THEIRS = [ADMIN, ADMIN.parents[1] / "forms"]
WORD = re.compile(r"[A-Za-z][\w-]*")
BUILT = re.compile(r"([A-Za-z][\w-]*-)(?:\$?\{|%s)")  # health-{{ state }}, toast-${kind}, kind-{}
RULE = re.compile(r"([^{};]+)\{")
CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
ALONE = re.compile(r"\.([\w-]+)(?::[\w-]+)*")


def rules(file: Path) -> Iterator[str]:
    """Yield the selectors of a stylesheet."""
    text = re.sub(r"/\*.*?\*/|url\([^)]*\)|\"[^\"]*\"", "", file.read_text(), flags=re.DOTALL)
    for selectors in RULE.findall(text):
        if not selectors.strip().startswith("@"):
            yield from (one.strip() for one in re.split(r",(?![^(]*\))", selectors))


def markup(folders: list[Path]) -> str:
    files = (file for folder in folders for file in folder.rglob("*"))
    return "".join(f.read_text() for f in files if f.suffix in (".html", ".js", ".py"))


@pytest.fixture(scope="module")
def worn() -> set[str]:
    """Every word of what writes markup, and the beginnings of those that are put together."""
    text = markup([*(ROOT / folder for folder in MARKUP), *THEIRS])
    return set(WORD.findall(text)) | set(BUILT.findall(text))


@pytest.mark.parametrize("file", STYLES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_class_that_is_styled_is_worn(file, worn):
    classes = {name for selector in rules(file) for name in CLASS.findall(selector)}
    beginnings = tuple(word for word in worn if word.endswith("-"))

    assert [name for name in classes if name not in worn and not name.startswith(beginnings)] == []


def test_every_token_is_used():
    text = "".join(file.read_text() for file in STYLES)
    tokens = re.findall(
        r"^ +(--[\w-]+):", (ROOT / "static/css/tokens.css").read_text(), re.MULTILINE
    )

    assert [token for token in tokens if f"var({token}" not in text] == []


def test_what_a_class_looks_like_by_itself_stands_in_one_file():
    homes = defaultdict(set)
    for file in OURS:
        for selector in rules(file):
            if found := ALONE.fullmatch(re.sub(r"\([^()]*(\([^()]*\))*[^()]*\)", "", selector)):
                homes[found[1]].add(file.name)

    assert {name: files for name, files in homes.items() if len(files) > 1} == {}
