"""The one-way arrows between rooms, where the import linter can't see them."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMES = re.compile(r"{%\s*(url|include|extends)\s+[\"']([^\"']+)[\"']|{%\s*load\s+([^%]+?)\s*%}")


def places() -> dict[str, int]:
    """Return how high each room stands, from the layers that the linter holds."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contract = settings["tool"]["importlinter"]["contracts"][0]
    layers = [layer.split(" | ") for layer in reversed(contract["layers"])]
    return {room: height for height, layer in enumerate(layers) for room in layer}


def rooms_of_addresses(resolver, found: dict[str, str] | None = None) -> dict[str, str]:
    """Return the room in which each named address is answered."""
    found = {} if found is None else found
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            rooms_of_addresses(pattern, found)
        elif pattern.name:
            found[pattern.name] = room_of_view(pattern.callback)
    return found


def room_of_view(view) -> str:
    seen = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
    return seen.__module__.partition(".")[0]


def named_by_templates():
    """Yield each template's path, its room, the tag and what it names."""
    for path in sorted((ROOT / "templates").rglob("*.*")):
        room = path.relative_to(ROOT / "templates").parts[0]
        for tag, name, libraries in NAMES.findall(path.read_text()):
            for one in [name] if tag else libraries.split():
                yield path.relative_to(ROOT), room, tag or "load", one
