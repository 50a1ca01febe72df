"""What stands on the shelf beside what was noted by hand: rooms above know it, and say how.

A solution that is live can be used again, and nobody should have to note it a second time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery

from projects.models import ShelfItem

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from teams.models.user import User


@dataclass(frozen=True, slots=True)
class OnShelf:
    """Something that is in use: what it is, whom to ask for it, where it is read."""

    pk: int
    name: str
    kind: str  # in words
    team: str
    description: str
    sides: tuple[str, ...]  # the disciplines that look after it
    access: str
    address: str


def noted_from(row: dict[str, Any]) -> OnShelf:
    """What was noted by hand, as it was read along with another row."""
    kind = ShelfItem.Kind(row["kind"]).label
    kept = (row["kept_by"],)
    return OnShelf(row["pk"], row["name"], kind, row["team"], "", kept, row["access"], "")


class Standing(NamedTuple):
    """A kind of such things: the word by which the shelf is sifted, and what it is called."""

    key: str
    label: str
    # Those that somebody finds in the teams they work in: each as the JSON that `told` reads.
    rows: Callable[[User], QuerySet[Any, Any]]
    sifted: Callable[[QuerySet[Any, Any], str, int | None], QuerySet[Any, Any]]
    told: Callable[[dict[str, Any]], OnShelf]


STANDING: dict[str, Standing] = {}


def stands(kind: Standing) -> None:
    STANDING[kind.key] = kind


def kinds() -> list[tuple[str, str]]:
    return [(one.key, one.label) for one in STANDING.values()]


def found_by(
    user: User, *, text: str = "", team: int | None = None, kind: str = ""
) -> list[OnShelf]:
    """What stands there for the reader, by words, team and kind."""
    found = []
    for one in STANDING.values():
        if kind in ("", one.key):
            found += [one.told(row) for row in one.sifted(one.rows(user), text, team)]
    return found


def read_along(user: User) -> dict[str, ArraySubquery]:
    """The same as columns of another query, so that its page asks nothing more."""
    return {f"standing_{one.key}": ArraySubquery(one.rows(user)) for one in STANDING.values()}


def told_along(row: Any) -> list[OnShelf]:
    """What was read along with a row."""
    found = []
    for one in STANDING.values():
        found += [one.told(cells) for cells in vars(row)[f"standing_{one.key}"]]
    return found
