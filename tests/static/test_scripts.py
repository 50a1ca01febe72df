"""What a page loads: one stylesheet, few scripts, and their modules at once."""

import re

import pytest

from tests.static.test_page_sources import ROOT
from web.templatetags.scripts import imported_by

MOST = 8
SCRIPT = re.compile(r"<script\b[^>]*\bsrc=\"([^\"]+)\"")
SHEET = re.compile(r"<link[^>]*\brel=\"stylesheet\"[^>]*>")
PRELOADED = re.compile(r"<link rel=\"modulepreload\" href=\"/static/([^\"]+)\">")


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["", "board/", "backlog/", "sprints/", "forecast/", "story"])
def test_a_page_has_one_stylesheet_and_few_scripts(client, alice, apollo, story, page):
    client.force_login(alice)
    path = f"/stories/{story.key}/" if page == "story" else f"/projects/{apollo.key}/{page}"
    html = client.get(path).content.decode()
    scripts = SCRIPT.findall(html)

    assert len(SHEET.findall(html)) == 1
    assert len(scripts) == len(set(scripts)) <= MOST
    modules = [one.removeprefix("/static/") for one in scripts if "/static/js/" in one]
    needed = set().union(*(imported_by(one) for one in modules if one != "js/theme.js"))
    assert needed - set(modules) == set(PRELOADED.findall(html)) - set(modules)


def test_every_script_is_loaded_by_a_page():
    templates = "".join(file.read_text() for file in (ROOT / "templates").rglob("*.html"))
    entries = {f"js/{one}.js" for one in re.findall(r'{% script "(\w+)" %}', templates)}
    entries |= set(re.findall(r"{% static '(js/[\w/]+\.js)' %}", templates))
    loaded = entries.union(*(imported_by(one) for one in entries))
    scripts = {str(file.relative_to(ROOT / "static")) for file in (ROOT / "static/js").rglob("*.js")}

    assert scripts == loaded
