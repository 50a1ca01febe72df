"""The strict Content-Security-Policy, kept where pages are written."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAIL = (
    ROOT / "templates/notifications/digest/digest_email.html"
)  # no page: it has to bring its style along
TEMPLATES = sorted(set((ROOT / "templates").rglob("*.html")) - {MAIL})
SCRIPTS = sorted((ROOT / "static/js").rglob("*.js"))
STYLES = sorted(
    set((ROOT / "static/css").glob("*.css"))
    - {ROOT / "static/css/pages.css", ROOT / "static/css/admin.css"}
)

FORBIDDEN = {
    "an inline style": r"\sstyle\s*=",
    "an inline handler": r"\s(on\w+|hx-on[\w:-]*)\s*=",
    "an inline script": r"<script(?![^>]*\ssrc=)",
    "a style element": r"<style",
    "another host": r"(src|href)=\"(https?:)?//",
    "an evaluated value": r"hx-(vals|headers)=.js:|hx-trigger=\"[^\"]*\[",
}


def name(file):
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("file", TEMPLATES, ids=name)
def test_a_template_carries_nothing_the_policy_refuses(file):
    source = file.read_text()

    assert [what for what, pattern in FORBIDDEN.items() if re.search(pattern, source)] == []


@pytest.mark.parametrize("file", SCRIPTS, ids=name)
def test_a_script_neither_evaluates_nor_calls_other_hosts(file):
    assert not re.search(r"\beval\(|new Function|https?://|\.innerHTML = [^a]*\+", file.read_text())


def test_hardly_a_template_has_lines_that_are_long():
    lengths = [len(line) for file in [*TEMPLATES, MAIL] for line in file.read_text().splitlines()]

    assert max(lengths) <= 200
    assert sum(length > 140 for length in lengths) < 0.01 * len(lengths)


def test_every_stylesheet_is_imported_once_by_that_of_the_pages():
    imported = (ROOT / "static/css/pages.css").read_text()

    assert [imported.count(f'"{file.name}"') for file in STYLES] == [1] * len(STYLES)


def test_every_icon_a_template_asks_for_is_in_its_sprite():
    sprites = {"icon": "static/icons.svg", "mark": "static/marks.svg"}
    for tag, sprite in sprites.items():
        drawn = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / sprite).read_text()))
        asked = {
            icon
            for file in TEMPLATES
            for icon in re.findall(r"{% " + tag + r' "([\w-]+)"', file.read_text())
        }

        assert asked <= drawn


@pytest.mark.parametrize("file", SCRIPTS, ids=name)
def test_an_import_ends_with_the_semicolon_by_which_django_finds_it(file):
    """Without it the module would be loaded twice: by its hashed name and by its plain one."""
    imports = re.findall(r"^import .*$", file.read_text(), re.MULTILINE)

    assert all(line.endswith('";') for line in imports)
