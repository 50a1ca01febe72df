"""What two versions of a charter say differently, word by word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from history.difference import Changed, changed

if TYPE_CHECKING:
    from projects.models import Charter


def changed_between(was: Charter, now: Charter) -> list[Changed]:
    return changed(_words(was), _words(now))


def _words(charter: Charter) -> dict[str, str]:
    return {
        "End point": charter.end_point,
        "Success": charter.success,
        "Timeline": f"{charter.starts_on} to {charter.ends_on}",
    }
