"""No room knows what stands above it; here what the import linter doesn't see."""

import ast

from django.template.engine import Engine
from django.urls import get_resolver

from benchmarks.house import sources
from tests.house.arrows import named_by_templates, places, rooms_of_addresses

BEHIND_A_NAME = {"related_model"}
GENERIC = {"web/api/lookups.py"}  # knows no noun by name
OVERVIEW = "projects/overview.py"  # tells in one row what hangs on a project, by relations' names


# Nouns that hang on each other link to each other's pages: a sprint to its stories, a story to its
# sprint. What is computed from them adds itself to their pages by a slot.
FRONT_PAGE = "dashboard"
NOUNS = {"teams", "accounts", "projects", "metrics", "files", "sprints", "stories"}


def test_templates_name_nothing_of_a_room_above():
    heights, addresses = places(), rooms_of_addresses(get_resolver())
    libraries = Engine.get_default().libraries
    found = []
    for path, room, tag, name in named_by_templates():
        if room not in heights:
            continue  # the frame around all pages, and pages of libraries
        if tag == "url":
            other = addresses.get(name, room)
        elif tag == "load":
            other = str(libraries[name]).partition(".")[0] if name in libraries else room
        else:
            other = name.partition("/")[0]
        is_link = tag == "url" and ({room, other} <= NOUNS or name == FRONT_PAGE)
        if heights.get(other, 0) > heights[room] and not is_link:
            found.append(f"{path} names {name} of {other}")
    assert not found, "\n".join(found)


def test_code_reaches_no_room_above_by_a_detour():
    """`related_model` finds a noun without importing it, and so does an import in a function."""
    found = []
    for source in sources.product():
        if source.room not in places() or str(source.path) in (*GENERIC, OVERVIEW):
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and node.attr in BEHIND_A_NAME:
                found.append(f"{source.path}:{node.lineno} {node.attr}")
    assert not found, "\n".join(found)
