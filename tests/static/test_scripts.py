"""What a page loads: one stylesheet, few scripts, and their modules at once."""

import re

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

from tests.static.test_page_sources import ROOT
from web.templatetags import assets

MOST = 8
SHEETS = "templates/_parts/_stylesheets.html"
SCRIPT = re.compile(r"<script\b[^>]*\bsrc=\"([^\"]+)\"")
PRELOADED = re.compile(r"<link rel=\"modulepreload\" href=\"/static/([^\"]+)\">")


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["", "board/", "backlog/", "sprints/", "forecast/", "story"])
def test_a_page_has_few_scripts_and_fetches_their_modules_at_once(
    client, alice, apollo, story, page
):
    client.force_login(alice)
    path = f"/stories/{story.key}/" if page == "story" else f"/projects/{apollo.key}/{page}"
    html = client.get(path).content.decode()
    scripts = SCRIPT.findall(html)

    assert len(scripts) == len(set(scripts)) <= MOST
    modules = [one.removeprefix("/static/") for one in scripts if "/static/js/" in one]
    needed = set().union(*(assets.imported_by(one) for one in modules if one != "js/theme.js"))
    assert needed - set(modules) == set(PRELOADED.findall(html)) - set(modules)


@pytest.mark.parametrize("page", ["pages", "admin"])
def test_a_page_of_what_was_collected_has_one_stylesheet_of_ours(page, monkeypatch):
    collected = ManifestStaticFilesStorage(location=str(ROOT / "static"))
    monkeypatch.setattr(assets, "staticfiles_storage", collected)

    assert assets.stylesheet(page) == {"sheets": [f"css/{page}.css"]}


def test_no_template_links_a_stylesheet_of_ours_by_itself():
    templates = set((ROOT / "templates").rglob("*.html")) - {ROOT / SHEETS}

    assert [
        file for file in templates if 'rel="stylesheet" href="{% static' in file.read_text()
    ] == []


def test_every_script_is_loaded_by_a_page():
    templates = "".join(file.read_text() for file in (ROOT / "templates").rglob("*.html"))
    entries = {f"js/{one}.js" for one in re.findall(r'{% script "(\w+)" %}', templates)}
    entries |= set(re.findall(r"{% static '(js/[\w/]+\.js)' %}", templates))
    loaded = entries.union(*(assets.imported_by(one) for one in entries))
    scripts = {
        str(file.relative_to(ROOT / "static")) for file in (ROOT / "static/js").rglob("*.js")
    }

    assert scripts == loaded
