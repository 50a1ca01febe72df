"""What a page loads: its stylesheet, its script, and the modules that the script imports."""

import posixpath
import re
from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage, staticfiles_storage

register = template.Library()

EVERYWHERE = "js/page.js"
IMPORT = re.compile(r'^import (?:.* from )?"(\.[\w./-]+\.js)";$', re.MULTILINE)


SHEET = re.compile(r'^@import "([\w/-]+\.css)";$', re.MULTILINE)


@register.inclusion_tag("_parts/_stylesheets.html")
def stylesheet(name: str) -> dict[str, list[str]]:
    """Link static/css/<name>.css; where nothing is collected, the files it is made of."""
    if isinstance(staticfiles_storage, ManifestStaticFilesStorage):
        return {"sheets": [f"css/{name}.css"]}
    text = Path(settings.BASE_DIR, "static/css", f"{name}.css").read_text()
    return {"sheets": [f"css/{one}" for one in SHEET.findall(text)]}


@register.inclusion_tag("_parts/_script.html")
def script(name: str) -> dict[str, object]:
    """Load static/js/<name>.js; what every page loads anyway isn't asked for again."""
    entry = f"js/{name}.js"
    known = set() if entry == EVERYWHERE else imported_by(EVERYWHERE)
    return {"entry": entry, "modules": sorted(imported_by(entry) - known)}


@lru_cache(maxsize=64)
def imported_by(module: str) -> frozenset[str]:
    """Return all that a module imports, itself or through others."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        for other in imports(waiting.pop()) - found:
            found.add(other)
            waiting.append(other)
    return frozenset(found)


def imports(module: str) -> set[str]:
    text = Path(settings.BASE_DIR, "static", module).read_text()
    folder = posixpath.dirname(module)
    return {posixpath.normpath(posixpath.join(folder, one)) for one in IMPORT.findall(text)}
