"""What collectstatic makes of the stylesheets: one file for a page, one for the admin."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

from config.static import HashedStaticFiles
from tests.present import present


@pytest.fixture(scope="module", params=["a to z", "z to a"])
def collected(tmp_path_factory, request):
    """Names and their hashed ones, and the folder, as collectstatic leaves them.

    A folder's files come in an order of the disk's own, and each must know those it imports.
    """
    folder = tmp_path_factory.mktemp("static")
    files = HashedStaticFiles(location=str(folder), base_url="/static/")
    found = {}
    for finder in get_finders():
        for path, storage in finder.list([]):
            with storage.open(path) as file:
                files.save(path, file)
            found[path] = (storage, path)
    found = dict(sorted(found.items(), reverse=request.param == "z to a"))
    failed = [one for one in files.post_process(found) if isinstance(one[2], Exception)]
    assert failed == []
    return folder, files.hashed_files


@pytest.mark.parametrize("sheet", ["pages", "admin"])
def test_a_page_loads_one_stylesheet_with_all_of_ours_in_it(collected, sheet):
    folder, names = collected
    source = (settings.BASE_DIR / f"static/css/{sheet}.css").read_text()
    text = (folder / names[f"css/{sheet}.css"]).read_text()
    assert "@import" not in text
    places = [text.index(first_rule(name)) for name in re.findall('@import "(.+)"', source)]
    assert places == sorted(places)


def first_rule(name: str) -> str:
    text = (settings.BASE_DIR / "static/css" / name).read_text()
    return present(re.search(r"^[^\n@/]*[{,]$", text, re.MULTILINE))[0]


def test_what_a_joined_stylesheet_names_is_there_under_its_hash(collected):
    folder, names = collected
    for sheet in ("css/pages.css", "css/admin.css"):
        for address in re.findall(r'url\("([^"]+)"\)', (folder / names[sheet]).read_text()):
            assert (folder / "css" / address).exists(), address
            assert re.search(r"\.[0-9a-f]{12}\.", address), address


def test_modules_import_each_other_by_their_hashes(collected):
    folder, names = collected
    for name, hashed in names.items():
        if name.startswith("js/"):
            file = folder / hashed
            for other in re.findall(r'^import .*"(\..+)";$', file.read_text(), re.MULTILINE):
                assert (file.parent / other).exists(), other
                assert re.search(r"\.[0-9a-f]{12}\.js$", other), other
