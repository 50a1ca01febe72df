"""What a choice of a form is called: forms send keys, people know names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps

from base.roles import Discipline, Role

if TYPE_CHECKING:
    from base.user import User

PEOPLE = {"owner", "coworker", "user"}
ROWS = {  # fields that choose a row, and of which kind
    "column": "stories.Column",
    "sprint": "sprints.Sprint",
    "carry_into": "sprints.Sprint",
    "theme": "projects.Theme",
    "hypothesis": "projects.Hypothesis",
    "release": "projects.Release",
    "team": "teams.Team",
}
LABELS = {"discipline": dict(Discipline.choices), "role": dict(Role.choices)}
WORDS = {"kind", "state", "verdict", "unit", "do", "scope"}  # whose values are words themselves
TICKED = {"1", "on"}


def called(name: str, value: str, reader: User | None) -> str | None:
    """What to show for a field; None where it would tell nothing, or more than they may see."""
    if name.startswith("owner-") or name in PEOPLE | ROWS.keys():
        return _row(name, value, reader)
    if name in LABELS:
        return LABELS[name].get(value, value)
    if name in WORDS:
        return value.replace("_", " ").capitalize()
    if value in TICKED and name in ("ends", "lifted", "internal", "blocked"):
        return "yes"
    return value


def _row(name: str, value: str, reader: User | None) -> str | None:
    if not (value.isascii() and value.isdecimal() and len(value) < 19):
        return value  # an e-mail, or no key of ours
    if reader is None or not reader.is_authenticated:
        return None
    if name in ROWS:
        rows = apps.get_model(ROWS[name]).objects.visible_to(reader)
    else:
        rows = apps.get_model("teams.User").objects.colleagues_of(reader)
    row = rows.filter(pk=value).first()
    if row:
        return str(row)
    return None
